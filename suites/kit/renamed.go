package kit

import (
	_ "embed"
	"maps"
	"slices"
	"strings"
	"sync"
)

// renamedFile has a line for each check that was folded into another: the old id and the new one.
//
//go:embed renamed.txt
var renamedFile string

// Renamed returns the id of today for each id that a check no longer has. Command lines and waivers that were written with
// an old one go on to work.
var Renamed = sync.OnceValue(func() map[string]string {
	out := map[string]string{}
	for line := range strings.Lines(renamedFile) {
		if words := strings.Fields(line); len(words) == 2 {
			out[words[0]] = words[1]
		}
	}
	return out
})

// today replaces globs that match old ids only by the ids of today.
func today(globs, ids []string) []string {
	var out []string
	for _, glob := range globs {
		if !slices.ContainsFunc(ids, func(id string) bool { return matches(glob, id) }) {
			var now []string
			for _, before := range slices.Sorted(maps.Keys(Renamed())) {
				if matches(glob, before) {
					now = append(now, Renamed()[before])
				}
			}
			if len(now) > 0 {
				out = append(out, now...)
				continue
			}
		}
		out = append(out, glob)
	}
	return out
}
