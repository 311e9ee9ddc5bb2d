package provider

import "net/http"

// answerVariants differ in status, body and headers of single answers.
func answerVariants() []Variant {
	return []Variant{
		{
			ID: "patch-204", Story: "Every PATCH is answered 204 without a body.",
			Source: "RFC 7644 §3.5.2; Okta SCIM 2.0 reference",
			Apply: func(b *Behaviours) {
				next := b.Patch
				b.Patch = func(rq *Request) (*Response, error) {
					answer, err := next(rq)
					if err == nil && rq.Query.Fields.Everything() {
						answer = respond(http.StatusNoContent, nil)
					}
					return answer, err
				}
			},
		},
		{
			ID: "media-type-json", Story: "Answers are application/json.",
			Source: "RFC 7644 §3.8",
			Apply: func(b *Behaviours) {
				next := b.Send
				b.Send = func(w http.ResponseWriter, rq *Request, answer *Response) {
					if answer.Body != nil {
						setDefault(answer.Header, "Content-Type", "application/json; charset=utf-8")
					}
					next(w, rq, answer)
				}
			},
		},
	}
}
