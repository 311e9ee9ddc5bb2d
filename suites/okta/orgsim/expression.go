package orgsim

import (
	"regexp"
	"strings"
)

// term is one part of an expression: a user attribute or a text in quotes.
var term = regexp.MustCompile(`^(?:(?:user|source)\.(\w+)|"([^"]*)"|'([^']*)')$`)

// terms splits an expression of Okta's Expression Language into its parts. Of
// the language the simulator knows attributes of the user, texts and +.
func terms(expression string) (parts [][]string, ok bool) {
	for part := range strings.SplitSeq(expression, "+") {
		m := term.FindStringSubmatch(strings.TrimSpace(part))
		if m == nil {
			return nil, false
		}
		parts = append(parts, m)
	}
	return parts, true
}

// evaluate gives the value of an expression for a profile; "" when it has none.
func evaluate(expression string, profile object) string {
	parts, _ := terms(expression)
	var out strings.Builder
	for _, m := range parts {
		if m[1] == "" {
			out.WriteString(m[2] + m[3])
			continue
		}
		text, _ := profile[m[1]].(string)
		out.WriteString(text)
	}
	return strings.TrimSpace(out.String())
}
