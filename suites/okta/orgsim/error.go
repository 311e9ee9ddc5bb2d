package orgsim

import (
	"fmt"
	"net/http"
)

// apiError is an error object of Okta's API (developer.okta.com/docs/reference/error-codes).
type apiError struct {
	status        int
	code, summary string
	causes        []string
	header        http.Header // sent too
}

func (e *apiError) Error() string {
	if len(e.causes) > 0 {
		return e.causes[0]
	}
	return e.summary
}

func (e *apiError) object(id string) object {
	causes := []object{}
	for _, c := range e.causes {
		causes = append(causes, object{"errorSummary": c})
	}
	return object{"errorCode": e.code, "errorSummary": e.summary, "errorLink": e.code, "errorId": id, "errorCauses": causes}
}

func notFound(id, kind string) *apiError {
	return &apiError{status: 404, code: "E0000007", summary: fmt.Sprintf("Not found: Resource not found: %s (%s)", id, kind)}
}

// invalid says what is wrong with a request, with one cause or more.
func invalid(what string, causes ...string) *apiError {
	return &apiError{status: 400, code: "E0000001", summary: "Api validation failed: " + what, causes: causes}
}

func taken(field string) *apiError {
	return invalid(field, field+": An object with this field already exists in the current organization")
}

func malformed() *apiError {
	return &apiError{status: 400, code: "E0000003", summary: "The request body was not well-formed."}
}

func noToken() *apiError {
	return &apiError{status: 401, code: "E0000011", summary: "Invalid token provided"}
}

func denied() *apiError {
	return &apiError{status: 403, code: "E0000006", summary: "You do not have permission to perform the requested action"}
}

func tooMany() *apiError {
	return &apiError{status: 429, code: "E0000047", summary: "API call exceeded rate limit due to too many requests."}
}

func noMethod() *apiError {
	return &apiError{status: 405, code: "E0000022", summary: "The endpoint does not support the provided HTTP method"}
}
