package harness

import (
	"net/http"

	"github.com/oktascim/oktascim/suites/okta"
)

// readable is the body as a person reads it: decompressed when the answer says
// that it is compressed, and unchanged when that fails.
func readable(answer *http.Response, body []byte) []byte {
	plain, err := okta.Decompress(answer.Header, body, maxAnswer)
	if err != nil {
		return body
	}
	return plain
}
