package provider

func errorFaults() []Fault {
	return []Fault{
		{
			ID: "err-plain-text", Category: "errors", Level: Must,
			Story:  `Errors are plain text, and Okta shows "Unrecognized token 'User'" instead of the reason.`,
			Source: "https://github.com/Metatavu/keycloak-scim-server/issues/100",
			Apply: func(b *Behaviours) {
				next := b.Fail
				b.Fail = func(rq *Request, err error) *Response {
					answer := next(rq, err)
					answer.Header.Set("Content-Type", "text/plain; charset=utf-8")
					answer.Body = []byte(text(answer.Object(), "detail") + "\n")
					return answer
				}
			},
		},
	}
}
