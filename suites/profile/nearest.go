package profile

import "strings"

// Nearest is the candidate that a reader most likely meant by word, or "" when none is close. Case, hyphens and
// underscores do not count; an edit is one letter added, dropped, changed, or swapped with its neighbour.
func Nearest(word string, candidates []string) string {
	folded := fold(word)
	best, limit := "", max(1, len(folded)/3)
	for _, c := range candidates {
		if d := distance(folded, fold(c)); d < limit || (d == limit && best == "") {
			best, limit = c, d
		}
	}
	return best
}

func fold(s string) string {
	return strings.ToLower(strings.NewReplacer("-", "", "_", "", " ", "").Replace(s))
}

// distance is the optimal string alignment distance between a and b.
func distance(a, b string) int {
	s, t := []rune(a), []rune(b)
	rows := make([][]int, len(s)+1)
	for i := range rows {
		rows[i] = make([]int, len(t)+1)
		rows[i][0] = i
	}
	for j := range rows[0] {
		rows[0][j] = j
	}
	for i := 1; i <= len(s); i++ {
		for j := 1; j <= len(t); j++ {
			change := 1
			if s[i-1] == t[j-1] {
				change = 0
			}
			rows[i][j] = min(rows[i-1][j]+1, rows[i][j-1]+1, rows[i-1][j-1]+change)
			if i > 1 && j > 1 && s[i-1] == t[j-2] && s[i-2] == t[j-1] {
				rows[i][j] = min(rows[i][j], rows[i-2][j-2]+1)
			}
		}
	}
	return rows[len(s)][len(t)]
}
