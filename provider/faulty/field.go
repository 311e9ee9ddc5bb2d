package faulty

import (
	"net/http"
	"strings"

	"github.com/oktascim/oktascim/provider"
	"github.com/oktascim/oktascim/provider/internal/hook"
	"github.com/oktascim/oktascim/provider/internal/scim"
)

// fieldFaults are what turns a common sequence in production into lost access or data.
func fieldFaults() []Fault {
	cell := func(what string) Source { return grid("sequence in production × " + what) }
	return inCategory("robustness", []Fault{
		{ID: "field-second-deactivation-final", Source: cell("two deactivations"),
			Story: "A user who was deactivated twice cannot be reactivated: the request is answered 200 and ignored.",
			Apply: func(b *Behaviors) {
				var times hook.Recall[int]
				hook.BeforeStore(func(rq *Request, _ Tx, before, after *Resource) {
					switch {
					case before == nil || after.Kind != provider.KindUser:
					case before.Active() && !after.Active():
						times.Update(rq, after.ID, func(n int) int { return n + 1 })
					case !before.Active() && after.Active():
						if n, _ := times.Get(rq, after.ID); n > 1 {
							after.Attributes["active"] = false
						}
					}
				})(b)
			}},
		{ID: "field-push-after-return-500", Source: cell("profile push after a reactivation"),
			Story: "The first profile push after a reactivation ends in a server error; Okta then never sends the next deactivation.",
			Apply: func(b *Behaviors) {
				var fresh hook.Recall[bool]
				hook.BeforeStore(func(rq *Request, _ Tx, before, after *Resource) {
					if before != nil && after.Kind == provider.KindUser && !before.Active() && after.Active() {
						fresh.Set(rq, after.ID, true)
					}
				})(b)
				next := b.Replace
				b.Replace = func(rq *Request) (*Response, error) {
					if rq.IsUser() && fresh.Has(rq, rq.ID) {
						fresh.Forget(rq, rq.ID)
						return nil, errNoValue
					}
					return next(rq)
				}
			}},
		{ID: "field-create-again-empties", Source: cell("repeated create"),
			Story: "A create of a user who is there is refused, and empties the names and the profile of the user.",
			Apply: onTakenName(func(owner *Resource, _ Object) {
				owner.Attributes = scim.Clone(owner.Attributes)
				delete(owner.Attributes, "name")
			})},
		{ID: "field-expired-token-writes", Source: cell("401 in the middle of a push"),
			Story: "A group change with an expired token is answered 401, and was carried out.",
			Apply: func(b *Behaviors) {
				next, authenticate := b.Handle, b.Authenticate
				b.Authenticate = func(rq *Request) error {
					err := authenticate(rq)
					if err != nil && strings.Contains(rq.HTTP.URL.Path, "/Groups/") && strings.HasPrefix(rq.HTTP.Header.Get("Authorization"), "Bearer ") &&
						(rq.HTTP.Method == http.MethodPatch || rq.HTTP.Method == http.MethodPut) {
						rq.Note("expired", err)
						rq.Tenant = rq.Server.FirstTenant()
						return nil
					}
					return err
				}
				b.Handle = func(rq *Request) (*Response, error) {
					answer, err := next(rq)
					if expired, is := rq.Notes["expired"].(error); is {
						return nil, expired
					}
					return answer, err
				}
			}},
		{ID: "field-one-token-only", Source: cell("token rotation"),
			Story: "Of two valid tokens only the one that was used first is accepted.",
			Apply: func(b *Behaviors) {
				var first hook.Recall[string]
				next := b.Authenticate
				b.Authenticate = func(rq *Request) error {
					if err := next(rq); err != nil {
						return err
					}
					secret := rq.HTTP.Header.Get("Authorization")
					first.Keep(rq, "token", secret)
					if known, _ := first.Get(rq, "token"); known != secret {
						return provider.Refuse(http.StatusUnauthorized, "", "The token is not valid.")
					}
					return nil
				}
			}},
	})
}
