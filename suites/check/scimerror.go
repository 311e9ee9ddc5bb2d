package check

import (
	"encoding/json"
	"fmt"
	"slices"
	"strconv"

	"github.com/oktascim/oktascim/suites/okta"
)

// ErrorSchema is the schema of a SCIM Error (RFC 7644 §3.12).
const ErrorSchema = "urn:ietf:params:scim:api:messages:2.0:Error"

// Error has a problem unless the answer has one of the statuses and a flat SCIM
// Error body that names itself and says in detail what is wrong: Okta shows
// detail to the admin, and shows a parse error when there is no JSON.
func Error(a okta.Answer, statuses ...int) []Problem {
	return All(Status(a, statuses...), ErrorBody(a))
}

// ErrorBody judges the body of an error answer, whatever its status. `status`
// may be text or a number: Okta's own samples show both (ErrorStatusText is
// stricter).
func ErrorBody(a okta.Answer) []Problem {
	if a.Err != nil || a.Status < 400 {
		return nil
	}
	if a.JSONErr != nil || a.Resource == nil {
		return inError(a, "", "a SCIM Error (JSON with schemas, status, detail)", "%s", excerpt(a.Body))
	}
	var out []Problem
	if !slices.Contains(texts(a.Resource["schemas"]), ErrorSchema) {
		out = append(out, inError(a, "schemas", ErrorSchema, "%s", show(a.Resource["schemas"]))...)
	}
	if detail, ok := a.Resource["detail"].(string); !ok || detail == "" {
		out = append(out, inError(a, "detail", "a sentence for the admin", "%s", show(a.Resource["detail"]))...)
	}
	if s, present := a.Resource["status"]; present && statusText(s) != strconv.Itoa(a.Status) {
		out = append(out, inError(a, "status", fmt.Sprintf("%q, as in the status line", strconv.Itoa(a.Status)), "%s", show(s))...)
	}
	return out
}

// ErrorStatusText has a problem unless `status` is present and text, as RFC
// 7644 §3.12 says and Okta's SPEC test compares it.
func ErrorStatusText(a okta.Answer) []Problem {
	if a.Err != nil || a.Status < 400 || a.Resource == nil {
		return nil
	}
	if s, ok := a.Resource["status"].(string); ok && s == strconv.Itoa(a.Status) {
		return nil
	}
	return inError(a, "status", fmt.Sprintf("the text %q", strconv.Itoa(a.Status)), "%s", show(a.Resource["status"]))
}

// ScimType has a problem unless the error's scimType is one of those given.
func ScimType(a okta.Answer, types ...string) []Problem {
	if a.Err != nil || a.Status < 400 {
		return nil
	}
	got := a.Resource.String("scimType")
	if slices.Contains(types, got) {
		return nil
	}
	return inError(a, "scimType", fmt.Sprintf("%v", types), "%q", got)
}

func statusText(v any) string {
	switch s := v.(type) {
	case string:
		return s
	case json.Number:
		return s.String()
	default:
		return show(v)
	}
}

// texts gives the text elements of a JSON array; other values give none.
func texts(v any) []string {
	list, _ := v.([]any)
	var out []string
	for _, e := range list {
		if s, ok := e.(string); ok {
			out = append(out, s)
		}
	}
	return out
}
