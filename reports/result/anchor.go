package result

import (
	"crypto/sha256"
	"encoding/hex"
	"fmt"
	"strings"
)

// longestAnchor is more than our own ids and a usual userName need, in bytes.
const longestAnchor = 200

// Anchor returns the name of the check's place in a page: "check/" and id, dialect
// and subject, separated by slashes. It is the same in every page and run.
func (k Key) Anchor() string {
	if all := k.ID + "\x00" + k.Dialect + "\x00" + k.Subject; len(all) > longestAnchor {
		sum := sha256.Sum256([]byte(all))
		return "check/" + anchorText(strings.ToValidUTF8(k.ID[:min(len(k.ID), longestAnchor/2)], "")) + "/" + hex.EncodeToString(sum[:8])
	}
	out := "check/" + anchorText(k.ID)
	if k.Dialect != "" || k.Subject != "" {
		out += "/" + anchorText(k.Dialect)
	}
	if k.Subject != "" {
		out += "/" + anchorText(k.Subject)
	}
	return out
}

// anchorText keeps what needs no escape in an address; everything else becomes
// "~" and its bytes in hexadecimal.
func anchorText(s string) string {
	var b strings.Builder
	for i := range len(s) {
		c := s[i]
		switch {
		case c >= 'a' && c <= 'z', c >= 'A' && c <= 'Z', c >= '0' && c <= '9', strings.IndexByte("-_.@", c) >= 0:
			b.WriteByte(c)
		default:
			fmt.Fprintf(&b, "~%02x", c)
		}
	}
	return b.String()
}

// Anchor returns the name of the check's place in a page.
func (r *Result) Anchor() string { return r.Key().Anchor() }
