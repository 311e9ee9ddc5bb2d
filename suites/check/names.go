package check

import "strconv"

func name(id string, names map[string]string) string {
	if n := names[id]; n != "" {
		return n
	}
	return id
}

func count(list []string, s string) int {
	n := 0
	for _, e := range list {
		if e == s {
			n++
		}
	}
	return n
}

func plural(n int) string { return strconv.Itoa(n) + " members" }
