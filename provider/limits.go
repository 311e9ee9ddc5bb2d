package provider

import "net/http"

// What one request may ask for, so that none keeps the others waiting: all that a client sends is read in time linear to its
// length. Okta stays far below each of these. The size of a body is Options.MaxBody, that of a page MaxCount, that of a
// filter or a path maxFilter.
const (
	maxDepth      = 64      // objects and lists within each other in a body
	maxOperations = 1000    // of one PATCH
	maxValues     = 100     // of one multi-valued attribute, such as emails; members are bounded by the body only
	maxTerms      = 200     // comparisons in one filter
	maxWalked     = 200_000 // members that the filters of one PATCH look at
)

// tooMuch refuses a request that is well formed and too large (RFC 7644 §3.12: tooMany is for lists, 413 for bodies).
func tooMuch(format string, args ...any) *Error {
	return Refuse(http.StatusRequestEntityTooLarge, "", format, args...)
}

// checkDepth refuses JSON that nests too deep, before it is decoded.
func checkDepth(raw []byte) error {
	depth, quoted := 0, false
	for i := 0; i < len(raw); i++ {
		switch c := raw[i]; {
		case quoted && c == '\\':
			i++
		case c == '"':
			quoted = !quoted
		case quoted:
		case c == '{' || c == '[':
			if depth++; depth > maxDepth {
				return invalidSyntax("The body nests objects and lists more than %d deep, at byte %d.", maxDepth, i+1)
			}
		case c == '}' || c == ']':
			depth--
		}
	}
	return nil
}

// walk counts the members that a request looks at one by one.
func (rq *Request) walk(members int) error {
	if rq.walked += members; rq.walked > maxWalked {
		return tooMuch("The PATCH selects by filters that look at more than %d members in all; select by value eq \"<id>\".", maxWalked)
	}
	return nil
}
