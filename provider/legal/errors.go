package legal

import (
	"net/http"
	"strings"
	"time"

	"github.com/oktascim/oktascim/provider"
	"github.com/oktascim/oktascim/provider/internal/scim"
)

// errorVariants differ in the bodies of errors.
func errorVariants() []Variant {
	return []Variant{{
		ID: "conflict-without-scimtype", Story: "409 comes without scimType.",
		Source: "RFC 7644 §3.12: scimType is optional; Okta's own sample has none",
		Apply: onError(func(_ *Request, answer *Response, body Object) {
			if answer.Status == http.StatusConflict {
				delete(body, "scimType")
			}
		}),
	}, {
		ID: "errors-without-scimtype", Story: "No error has a scimType.",
		Source: "RFC 7644 §3.12: scimType is optional",
		Apply:  onError(func(_ *Request, _ *Response, body Object) { delete(body, "scimType") }),
	}, {
		ID: "error-status-number", Story: "status in an error is a number, not a string.",
		Source: "Okta's own samples of errors",
		Apply:  onError(func(_ *Request, answer *Response, body Object) { body["status"] = answer.Status }),
	}, {
		ID: "error-extra-members", Story: "An error has members, and a schema, of the product's own besides those of SCIM.",
		Source: "RFC 7644 §3.12 excludes no others; RFC 7643 §3.3",
		Apply: func(b *Behaviors) {
			const urn = "urn:example:params:scim:api:messages:acme:2.0:Error"
			onError(func(rq *Request, _ *Response, body Object) {
				body["schemas"] = []any{provider.SchemaError, urn}
				body["id"] = nil
				body["timestamp"] = rq.Time.Format(time.RFC3339)
				body[urn] = Object{"code": "E-4711", "correlationId": "c0ffee", "errors": []any{Object{"field": nil}}}
			})(b)
		},
	}, {
		ID: "error-detail-german", Story: "The detail of errors is in German.",
		Source: "RFC 7644 §3.12: detail is text for people, in no particular language",
		Apply: onError(func(_ *Request, answer *Response, body Object) {
			body["detail"] = inGerman(answer.Status, scim.Text(body, "detail"))
			answer.Header.Set("Content-Language", "de")
		}),
	}, {
		ID: "error-detail-long", Story: "The detail of errors is long, in several lines, with markup and quotation marks.",
		Source: "RFC 7644 §3.12 sets no limit",
		Apply: onError(func(_ *Request, _ *Response, body Object) {
			body["detail"] = scim.Text(body, "detail") + "\n\n<p>See \"Errors\" & 'limits' → https://docs.example.com/scim?a=1&b=2</p>\n" +
				strings.Repeat("If it happens again, tell the operator of this service. ", 40)
		}),
	}}
}

// inGerman says in German what an error is about; names in quotation marks stay.
func inGerman(status int, detail string) string {
	var about string
	if parts := strings.Split(detail, `"`); len(parts) > 2 {
		about = " Es geht um „" + parts[1] + "“."
	}
	switch {
	case strings.HasPrefix(detail, "Seat limit"):
		return "Alle Lizenzen sind vergeben: Es kann kein weiterer Benutzer aktiviert werden." + about
	case status == http.StatusUnauthorized:
		return "Die Anmeldung ist fehlgeschlagen: Das Zugriffstoken fehlt oder ist ungültig."
	case status == http.StatusNotFound:
		return "Das gewünschte Objekt wurde nicht gefunden." + about
	case status == http.StatusConflict:
		return "Ein Objekt mit diesem Namen ist bereits vorhanden." + about
	case status >= http.StatusInternalServerError:
		return "Der Server kann diese Anfrage nicht ausführen." + about
	default:
		return "Die Anfrage ist ungültig: Ein Wert fehlt oder hat die falsche Form." + about
	}
}
