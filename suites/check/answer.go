package check

import (
	"errors"
	"fmt"
	"io"
	"mime"
	"net/http"
	"slices"
	"strings"

	"github.com/oktascim/oktascim/reports/result"
	"github.com/oktascim/oktascim/suites/okta"
)

// Answered has a problem when there was no answer at all.
func Answered(a okta.Answer) []Problem {
	if a.Err == nil {
		return nil
	}
	if errors.Is(a.Err, io.EOF) {
		return seen(a, "", "an answer within Okta's 60 s", "no answer: the connection was closed (EOF)")
	}
	return seen(a, "", "an answer within Okta's 60 s", "%v", a.Err)
}

// Status has a problem when the status is none of the allowed ones.
func Status(a okta.Answer, allowed ...int) []Problem {
	if p := Answered(a); p != nil {
		return p
	}
	if slices.Contains(allowed, a.Status) {
		return nil
	}
	out := seen(a, "status", oneOf(allowed), "%s", statusAnd(a))
	if allowed[0] < 300 {
		out[0].Kind = result.NotAccepted
	}
	return out
}

// Refused has a problem unless the answer is a client error (4xx): the server
// understood and said no. 5xx is a crash, 2xx is consent.
func Refused(a okta.Answer) []Problem {
	if p := Answered(a); p != nil {
		return p
	}
	if a.Status >= 400 && a.Status < 500 {
		return nil
	}
	return seen(a, "status", "a 4xx refusal", "%s", statusAnd(a))
}

// NoCrash has a problem when there is no answer or a 5xx.
func NoCrash(a okta.Answer) []Problem {
	if p := Answered(a); p != nil {
		return p
	}
	if a.Status < 500 {
		return nil
	}
	return seen(a, "status", "no server error", "%s", statusAnd(a))
}

// Accepted is the answer to a PATCH or a PUT that must succeed: 200 with the
// resource, or, for a PATCH, 204 (RFC 7644 §3.5.2; Okta takes both).
func Accepted(a okta.Answer) []Problem {
	if a.Method == http.MethodPatch {
		return Status(a, http.StatusOK, http.StatusNoContent)
	}
	return All(Status(a, http.StatusOK), WithResource(a))
}

// WithResource has a problem when a 2xx answer holds no JSON object with an id.
// Other answers pass: their status is judged elsewhere.
func WithResource(a okta.Answer) []Problem {
	if !a.OK() {
		return nil
	}
	if a.JSONErr != nil {
		return seen(a, "body", "a JSON object", "%v: %s", a.JSONErr, excerpt(a.Body))
	}
	if a.Resource == nil {
		return seen(a, "body", "the resource as a JSON object", "%s", excerpt(a.Body))
	}
	if a.Resource.ID() == "" {
		return seen(a, "id", "a non-empty string", "%s", show(a.Resource["id"]))
	}
	return nil
}

// JSONMediaType has a problem when a body is not declared as JSON. Okta's
// samples show application/scim+json; application/json is tolerated.
func JSONMediaType(a okta.Answer) []Problem {
	if a.Err != nil || len(a.Body) == 0 {
		return nil
	}
	value := a.Header.Get("Content-Type")
	media, _, err := mime.ParseMediaType(value)
	if err == nil && (media == "application/scim+json" || media == "application/json") {
		return nil
	}
	return seen(a, "Content-Type", "application/scim+json (or application/json)", "%q", value)
}

func oneOf(codes []int) string {
	parts := make([]string, len(codes))
	for i, c := range codes {
		parts[i] = strings.TrimSpace(fmt.Sprintf("%d %s", c, http.StatusText(c)))
	}
	return strings.Join(parts, " or ")
}

// statusAnd is the status and, for an error, what the server said about it.
func statusAnd(a okta.Answer) string {
	s := strings.TrimSpace(fmt.Sprintf("%d %s", a.Status, http.StatusText(a.Status)))
	if a.Status < 400 || len(a.Body) == 0 {
		return s
	}
	if detail := a.Resource.String("detail"); detail != "" {
		return s + ": " + clip(detail)
	}
	return s + ": " + excerpt(a.Body)
}

// Through has a problem when Okta would stop on the way through a sequence.
func Through(run okta.Run) []Problem {
	if run.Stop == "" {
		return nil
	}
	return seen(run.Last(), "", "an answer with which Okta goes on", "%s", run.Stop)
}
