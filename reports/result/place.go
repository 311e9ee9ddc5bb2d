package result

import (
	"iter"
	"slices"
	"strings"
)

// ParseAt takes the place of a written problem apart: the last request named in
// it, with what stands before and after, and the last word for the Place. At of
// what it returns is the text, whatever that is; one that cannot be told apart is
// all Context.
func ParseAt(text string) Problem {
	words := wordsOf(text)
	var p Problem
	p.Context, p.Place = partAndPlace(words)
	for i := len(words) - 2; i >= 0; i-- {
		if !slices.Contains(methods, words[i]) || !strings.HasPrefix(words[i+1], "/") {
			continue
		}
		rest := words[i+2:]
		path, cut := strings.CutSuffix(words[i+1], ",")
		switch {
		case cut:
			rest = append([]string{","}, rest...)
		case len(rest) > 0 && rest[0] == "(import)":
			path, rest = path+" (import)", rest[1:]
		}
		p = Problem{Context: strings.Join(words[:i], " "), Operation: words[i] + " " + path}
		p.Part, p.Place = partAndPlace(rest)
		break
	}
	if p.At() != text {
		return Problem{Context: text}
	}
	return p
}

// methods are those that requests are named with.
var methods = []string{"GET", "POST", "PUT", "PATCH", "DELETE", "HEAD", "OPTIONS"}

// partAndPlace takes the last word for the place. A value in quotes, a number and
// the one word after "of" are none: they say whose or which.
func partAndPlace(words []string) (part, place string) {
	n := len(words)
	if n == 0 {
		return "", ""
	}
	last := words[n-1]
	if strings.HasSuffix(last, `"`) || strings.Trim(last, "0123456789") == "" || n == 2 && words[0] == "of" {
		return strings.Join(words, " "), ""
	}
	return strings.Join(words[:n-1], " "), last
}

// wordsOf splits at single blanks outside of quotes and brackets.
func wordsOf(text string) []string {
	if text == "" {
		return nil
	}
	var out []string
	start := 0
	for i, outside := range scan(text) {
		if outside && text[i] == ' ' {
			out = append(out, text[start:i])
			start = i + 1
		}
	}
	return append(out, text[start:])
}

// scan gives each byte's index and whether it is outside of quotes and brackets.
func scan(text string) iter.Seq2[int, bool] {
	return func(yield func(int, bool) bool) {
		depth, quoted, escaped := 0, false, false
		for i := range len(text) {
			outside := depth <= 0 && !quoted
			switch c := text[i]; {
			case escaped:
				escaped = false
			case quoted && c == '\\':
				escaped = true
			case c == '"':
				quoted, outside = !quoted, false
			case !quoted && c == '[':
				depth, outside = depth+1, false
			case !quoted && c == ']':
				depth--
			}
			if !yield(i, outside) {
				return
			}
		}
	}
}
