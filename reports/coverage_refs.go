package reports

import (
	"regexp"
	"slices"
	"strconv"
	"strings"
)

var (
	// stepRef is "Okta SPEC step 9" or "Okta CRUD steps 9–12".
	stepRef = regexp.MustCompile(`\bOkta (SPEC|CRUD) steps? (\d+(?:(?:, | and |[–-])\d+)*)`)
	// caseRef is a case of the OIN test plan or a range of them: C9292, C9298–C9300.
	caseRef = regexp.MustCompile(`\bC(\d{4,5})(?:[–-]C?(\d{4,5}))?\b`)
	span    = regexp.MustCompile(`(\d+)(?:[–-](\d+))?`)
)

// longestSpan bounds what a range in a ref stands for.
const longestSpan = 100

// StandsFor reads from the refs of a check which of Okta's own tests it stands
// for: "SPEC 9", "CRUD 8", "C9292", each once.
func StandsFor(refs []string) []string {
	var out []string
	add := func(prefix, from, to string) {
		first, _ := strconv.Atoi(from)
		last, _ := strconv.Atoi(to)
		for n := first; n <= min(max(first, last), first+longestSpan); n++ {
			if id := prefix + strconv.Itoa(n); !slices.Contains(out, id) {
				out = append(out, id)
			}
		}
	}
	for _, ref := range refs {
		for _, m := range stepRef.FindAllStringSubmatch(ref, -1) {
			for _, part := range span.FindAllStringSubmatch(m[2], -1) {
				add(m[1]+" ", part[1], part[2])
			}
		}
		if !strings.Contains(ref, "OIN ") {
			continue
		}
		for _, m := range caseRef.FindAllStringSubmatch(ref, -1) {
			add("C", m[1], m[2])
		}
	}
	return out
}
