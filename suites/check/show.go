package check

import (
	"encoding/json"
	"strings"
	"unicode/utf8"
)

const excerptLength = 160

// absent is what a problem says of an attribute that is not there.
const absent = "absent or null"

// show renders a JSON value on one line; nothing at all is "absent".
func show(v any) string {
	if v == nil {
		return absent
	}
	var b strings.Builder
	e := json.NewEncoder(&b)
	e.SetEscapeHTML(false)
	if err := e.Encode(v); err != nil {
		return err.Error()
	}
	return clip(strings.TrimSpace(b.String()))
}

// excerpt is the beginning of a body on one line.
func excerpt(body []byte) string {
	if len(body) == 0 {
		return "an empty body"
	}
	return clip(strings.Join(strings.Fields(strings.ToValidUTF8(string(body), "\uFFFD")), " "))
}

func clip(s string) string {
	if utf8.RuneCountInString(s) <= excerptLength {
		return s
	}
	return string([]rune(s)[:excerptLength]) + "…"
}
