// Package near finds the word that somebody meant by a misspelt one.
package near

import "strings"

// Word returns the candidate that a reader most likely meant by word, or "" when none is close. Case, hyphens and
// underscores do not count; an edit is one letter added, dropped, changed, or swapped with its neighbor.
func Word(word string, candidates []string) string {
	folded := Fold(word)
	best, limit := "", max(1, len(folded)/3)
	for _, c := range candidates {
		if d := distance(folded, Fold(c)); d < limit || (d == limit && best == "") {
			best, limit = c, d
		}
	}
	return best
}

// Fold returns word in lower case without hyphens, underscores and spaces.
func Fold(word string) string {
	return strings.ToLower(strings.NewReplacer("-", "", "_", "", " ", "").Replace(word))
}

// distance returns the optimal string alignment distance between a and b.
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
