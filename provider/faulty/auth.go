package faulty

import (
	"encoding/base64"
	"encoding/json"
	"errors"
	"net/http"
	"strings"
	"sync"

	"github.com/oktascim/oktascim/provider"
	"github.com/oktascim/oktascim/provider/internal/hook"
	"github.com/oktascim/oktascim/provider/internal/scim"
)

func authFaults() []Fault {
	return inCategory("auth", []Fault{{
		ID: "auth-group-names-over-tenants", Source: report("https://github.com/wso2/product-is/issues/7997"),
		Story: "Names of groups are unique over all tenants: a name that another tenant has is refused with 409.",
		Apply: func(b *Behaviors) {
			var owners sync.Map // name → tenant
			next := b.Create
			b.Create = func(rq *Request) (*Response, error) {
				if !rq.IsGroup() {
					return next(rq)
				}
				name, _ := rq.Body["displayName"].(string)
				if owner, taken := owners.LoadOrStore(name, rq.Tenant); taken && owner != rq.Tenant {
					return nil, provider.Refuse(http.StatusConflict, "uniqueness", "A group of that name exists.")
				}
				return next(rq)
			}
		},
	}, {
		ID: "auth-empty-bearer-bypass", Source: report("https://github.com/ToolJet/ToolJet/issues/16217"),
		Story: `"Bearer" with nothing behind it opens the first tenant, because it equals a token that was never set; no admin sees it.`,
		Apply: letIn(func(rq *Request) bool {
			header, given := rq.HTTP.Header["Authorization"]
			return given && strings.EqualFold(strings.TrimSpace(header[0]), "Bearer")
		}),
	}, {
		ID:     "auth-user-jwt-accepted",
		Source: report("https://github.com/Senthil455/Atlas-Workforce-System/issues/175"),
		Story:  "Any JSON Web Token is taken, whoever issued it: every user of the app can provision.",
		Apply: letIn(func(rq *Request) bool {
			token, _ := provider.BearerToken(rq.HTTP.Header.Get("Authorization"))
			return isJWT(token)
		}),
	}, {
		// A should: a time of grace after a rotation may be documented, and no client can tell it from for ever.
		ID: "auth-rotated-token-still-valid", Level: Should,
		Source: report("https://github.com/Tr3kkR/Yuzu/issues/2026"),
		Story:  "The old token works on after a new one was made, so a leaked token can never be taken back.",
		Apply:  letRevokedIn(func(*Request) bool { return true }),
	}, {
		ID: "auth-revoked-token-writes", Source: grid("any write × a revoked token"),
		Story: "A replaced token reads nothing any more and still writes, because the two ask in different places.",
		Apply: letRevokedIn(func(rq *Request) bool { return rq.HTTP.Method != http.MethodGet }),
	}, {
		ID: "auth-no-header-accepted", Source: grid("any request × no credential"),
		Story: "A request without any credential is served: anybody can read and change all accounts.",
		Apply: letIn(func(rq *Request) bool {
			return rq.HTTP.Header.Get("Authorization") == ""
		}),
	}, {
		ID: "auth-groups-unguarded", Source: grid("any request × a wrong credential"),
		Story: "The group endpoints ask for no credential, although those of users do.",
		Apply: letIn(func(rq *Request) bool {
			return strings.Contains(rq.HTTP.URL.Path, "/Groups")
		}),
	}, {
		ID: "auth-user-by-id-unguarded", Source: grid("any request × a wrong credential"),
		Story: "One user can be read and changed without a credential by whoever knows the id.",
		Apply: letIn(func(rq *Request) bool {
			return strings.Contains(rq.HTTP.URL.Path, "/Users/")
		}),
	}, {
		ID: "auth-lookup-unguarded", Source: grid("a look-up × a wrong credential"),
		Story: "A list with a filter asks for no credential: anybody can try out who has an account.",
		Apply: letIn(func(rq *Request) bool { return rq.HTTP.URL.Query().Has("filter") }),
	}, {
		ID: "auth-any-basic-accepted", Source: grid("any request × a wrong credential"),
		Story: "Any user name and password in Basic authentication opens the first tenant.",
		Apply: letIn(func(rq *Request) bool {
			_, _, basic := rq.HTTP.BasicAuth()
			return basic
		}),
	}, {
		ID: "auth-null-token-accepted", Source: grid("any request × a wrong credential"),
		Story: `The word "null" is taken for a token that was never set, and opens the first tenant.`,
		Apply: letIn(func(rq *Request) bool {
			token, _ := provider.BearerToken(rq.HTTP.Header.Get("Authorization"))
			return token == "null" || token == "undefined" || token == "None"
		}),
	}, {
		ID: "auth-token-as-pattern", Source: grid("any request × a wrong credential"),
		Story: "The token is pasted into a query with LIKE, so that a percent sign is every token.",
		Apply: letIn(func(rq *Request) bool {
			token, _ := provider.BearerToken(rq.HTTP.Header.Get("Authorization"))
			return token == "%" || strings.Contains(token, "' OR ")
		}),
	}, {
		ID: "auth-refused-write-stored", Source: grid("any write × a refused write stored nothing"),
		Story: "A write with a wrong token is answered 401 after it was done.",
		Apply: func(b *Behaviors) {
			authenticate, handle := b.Authenticate, b.Handle
			b.Authenticate = func(rq *Request) error {
				err := authenticate(rq)
				if err == nil || rq.HTTP.Method == http.MethodGet {
					return err
				}
				rq.Tenant = rq.Server.FirstTenant()
				rq.Note("refused too late", err)
				return nil
			}
			b.Handle = func(rq *Request) (*Response, error) {
				answer, err := handle(rq)
				if refused, ok := rq.Notes["refused too late"].(error); ok {
					return nil, refused
				}
				return answer, err
			}
		},
	}, {
		ID: "auth-scheme-case-sensitive", Level: Should, Source: grid("RFC 9110 §11.1"),
		Story: `Only "Bearer" with a capital letter is understood; Okta writes it so, others do not.`,
		Apply: func(b *Behaviors) {
			next := b.Authenticate
			b.Authenticate = func(rq *Request) error {
				if !strings.HasPrefix(rq.HTTP.Header.Get("Authorization"), "Bearer ") {
					return provider.Unauthorized("The credential is not a bearer token.")
				}
				return next(rq)
			}
		},
	}, {
		ID: "auth-401-for-bad-user-id", Source: report("https://github.com/ssoready/ssoready/issues/259"),
		Story: "An id that cannot be one is answered 401 instead of 404, and Okta believes that its token was revoked.",
		Apply: func(b *Behaviors) {
			next := b.Load
			b.Load = func(rq *Request, tx Tx, kind, id string) (*Resource, error) {
				r, err := next(rq, tx, kind, id)
				if err != nil && kind == provider.KindUser && strings.Count(id, "-") != 4 {
					return nil, provider.Unauthorized("The id is not a UUID.")
				}
				return r, err
			}
		},
	}, {
		ID: "auth-refusal-without-body", Source: grid("any answer × errors are SCIM Errors"),
		Story: `A wrong token is answered 401 with nothing more, where Okta's SPEC test wants an Error with detail; the admin sees "Unrecognized token" and no reason.`,
		Apply: unauthorizedAs(func(answer *Response) { answer.Body = nil }),
	}, {
		ID: "auth-403-for-bad-token", Source: grid("any answer × a legal status"),
		Story: "A wrong token is answered 403 instead of 401, and Okta's SPEC test is red.",
		Apply: func(b *Behaviors) {
			next := b.Authenticate
			b.Authenticate = func(rq *Request) error {
				if next(rq) != nil {
					return provider.Refuse(http.StatusForbidden, "", "This token may do nothing.")
				}
				return nil
			}
		},
	}, {
		ID: "auth-no-challenge", Level: Should, Source: grid("RFC 9110 §15.5.2"),
		Story: "A 401 does not say in WWW-Authenticate which credential it wants; Okta does not read it.",
		Apply: unauthorizedAs(func(answer *Response) { answer.Header.Del("WWW-Authenticate") }),
	}, {
		ID: "auth-error-shows-token", Level: Should, Source: grid("RFC 6750 §5.3"),
		Story: "The refusal repeats the token, which is so written into Okta's System Log.",
		Apply: func(b *Behaviors) {
			next := b.Authenticate
			b.Authenticate = func(rq *Request) error {
				if err := next(rq); err != nil {
					return provider.Unauthorized("Not valid: " + rq.HTTP.Header.Get("Authorization") + ".")
				}
				return nil
			}
		},
	}, {
		ID: "auth-cross-tenant", Source: report("https://github.com/vouch-sh/vouch/issues/310"),
		Story: "A valid token reads and changes users and groups of any tenant whose ids it knows; no admin sees it.",
		Apply: func(b *Behaviors) {
			next := b.Route
			b.Route = func(rq *Request) error {
				if err := next(rq); err != nil || rq.Type == nil || rq.ID == "" {
					return err
				}
				for _, tenant := range rq.Server.Tenants() {
					err := rq.Server.Storage().Read(tenant, func(tx Tx) error {
						if tx.Get(rq.Type.Name, rq.ID) != nil {
							rq.Tenant = tenant
						}
						return nil
					})
					if err != nil {
						return err
					}
				}
				return nil
			}
		},
	}, {
		ID: "auth-lookup-crosses-tenants", Source: grid("a look-up × another tenant"),
		Story: "A look-up that finds nobody in its own tenant goes on in the others, and Okta links a stranger's account.",
		Apply: func(b *Behaviors) {
			next := b.List
			b.List = func(rq *Request) (*Response, error) {
				answer, err := next(rq)
				if err != nil || rq.Query.Filter == nil || answer.Object()["totalResults"] != 0 {
					return answer, err
				}
				own := rq.Tenant
				defer func() { rq.Tenant = own }()
				for _, rq.Tenant = range rq.Server.Tenants() {
					other, err := next(rq)
					if err != nil || other.Object()["totalResults"] != 0 {
						return other, err
					}
				}
				return answer, nil
			}
		},
	}, {
		ID: "auth-list-crosses-tenants", Source: grid("list × another tenant"),
		Story: "The lists of every tenant show the users and groups of the first; another company imports them.",
		Apply: func(b *Behaviors) {
			next := b.List
			b.List = func(rq *Request) (*Response, error) {
				if rq.Query.Filter == nil {
					own := rq.Tenant
					defer func() { rq.Tenant = own }()
					rq.Tenant = rq.Server.FirstTenant()
				}
				return next(rq)
			}
		},
	}, {
		ID: "auth-foreign-member-accepted", Source: grid("add a member × another tenant"),
		Story: "A group takes members of another tenant by their ids, and shows their names.",
		Apply: foreignMemberAccepted,
	}, {
		ID: "auth-token-prefix-accepted", Source: grid("any request × a wrong credential"),
		Story: "Whatever begins with the token is taken for it, because it is compared up to its length only.",
		Apply: comparedBy(func(sent, valid string) bool { return strings.HasPrefix(sent, valid) }),
	}, {
		ID: "auth-token-beginning-accepted", Source: grid("any request × a wrong credential"),
		Story: "The beginning of the token is taken for the whole, so that it can be guessed letter by letter.",
		Apply: comparedBy(func(sent, valid string) bool { return sent != "" && strings.HasPrefix(valid, sent) }),
	}, {
		ID: "auth-token-case-ignored", Source: grid("any request × a wrong credential"),
		Story: "Capital and small letters of the token are the same, because the database compares so.",
		Apply: comparedBy(strings.EqualFold),
	}, {
		ID: "auth-token-middle-ignored", Source: grid("any request × a wrong credential"),
		Story: "Of the token only the length and the ends are compared, and what is between can be anything.",
		Apply: comparedBy(func(sent, valid string) bool {
			n := len(valid)
			return n > 2 && len(sent) == n && sent[:1] == valid[:1] && sent[n-1:] == valid[n-1:]
		}),
	}, {
		ID: "auth-locked-after-bad-token", Source: grid("any request × after a refused one the next succeeds"),
		Story: "After a wrong token the next request is refused as well, with the right one: anybody can stop provisioning.",
		Apply: lockedAfter(func(rq *Request, token string) bool { return !tokenRevoked(rq, token) }),
	}, {
		ID: "auth-locked-after-revoked-token", Source: grid("any request × a revoked token"),
		Story: "Whoever tries the old token gets the new one refused, as if it had been stolen.",
		Apply: lockedAfter(tokenRevoked),
	}, {
		ID: "err-401-as-403", Source: grid("wrong credentials × status"),
		Story: "Wrong credentials are answered 403, and Okta does not tell the admin that the token is to be renewed.",
		Apply: onFail(statusIs(http.StatusUnauthorized),
			func(answer *Response, body Object) { restate(answer, body, http.StatusForbidden) }),
	}, {
		ID: "auth-username-taken-elsewhere", Level: Should, Source: report("https://github.com/osiam/osiam/issues/154"),
		Story: "A userName is refused because another company's tenant has it.",
		Apply: uniqueEverywhere,
	}})
}

// letIn serves requests that were refused as if the token of the first tenant had come with them.
func letIn(who func(*Request) bool) func(*Behaviors) {
	return func(b *Behaviors) {
		next := b.Authenticate
		b.Authenticate = func(rq *Request) error {
			err := next(rq)
			if err != nil && who(rq) {
				rq.Tenant = rq.Server.FirstTenant()
				return nil
			}
			return err
		}
	}
}

// letRevokedIn serves requests with a token that was replaced.
func letRevokedIn(to func(*Request) bool) func(*Behaviors) {
	return func(b *Behaviors) {
		next := b.Authenticate
		b.Authenticate = func(rq *Request) error {
			err := next(rq)
			if err == nil || !to(rq) {
				return err
			}
			token, _ := provider.BearerToken(rq.HTTP.Header.Get("Authorization"))
			if tenant, ok := rq.Server.RevokedTenant(token); ok {
				rq.Tenant = tenant
				return nil
			}
			return err
		}
	}
}

// unauthorizedAs spoils the answer to a wrong credential.
func unauthorizedAs(spoil func(*Response)) func(*Behaviors) {
	return func(b *Behaviors) {
		next := b.Fail
		b.Fail = func(rq *Request, err error) *Response {
			answer := next(rq, err)
			var refused *Error
			if errors.As(err, &refused) && refused.Status == http.StatusUnauthorized {
				spoil(answer)
			}
			return answer
		}
	}
}

// isJWT tells whether a token has the three parts of a JSON Web Token (RFC 7519 §3.1). The last may be empty.
func isJWT(token string) bool {
	parts := strings.Split(token, ".")
	if len(parts) != 3 {
		return false
	}
	for _, part := range parts[:2] {
		raw, err := base64.RawURLEncoding.DecodeString(part)
		var claims map[string]any
		if err != nil || json.Unmarshal(raw, &claims) != nil {
			return false
		}
	}
	return true
}

// foreignMemberAccepted looks for the ids in a body in every tenant, and shows who came in so.
func foreignMemberAccepted(b *Behaviors) {
	var strangers hook.Recall[Object] // by id
	decode, checkMember, members := b.Decode, b.CheckMember, b.Members
	b.Decode = func(rq *Request) error {
		if err := decode(rq); err != nil || !rq.IsGroup() {
			return err
		}
		for _, id := range textsIn(rq.Body) {
			for _, tenant := range rq.Server.Tenants() {
				err := rq.Server.Storage().Read(tenant, func(tx Tx) error {
					if r := tx.Get(provider.KindUser, id); r != nil && tenant != rq.Tenant {
						strangers.Set(rq, id, Object{"value": id, "display": r.Name()})
					}
					return nil
				})
				if err != nil {
					return err
				}
			}
		}
		return nil
	}
	b.CheckMember = func(rq *Request, tx Tx, group *Resource, id string) error {
		if strangers.Has(rq, id) {
			return nil
		}
		return checkMember(rq, tx, group, id)
	}
	b.Members = func(rq *Request, tx Tx, group *Resource) []any {
		list := members(rq, tx, group)
		for id := range tx.Members(group.ID) {
			if stranger, ok := strangers.Get(rq, id); ok {
				list = append(list, scim.Clone(stranger))
			}
		}
		return list
	}
}

// textsIn lists every text in a value and below.
func textsIn(v any) []string {
	var all []string
	mapTexts(scim.Clone(v), func(s string) string {
		all = append(all, s)
		return s
	})
	return all
}

// comparedBy serves requests whose token is a valid one to same. It learns the valid ones from the requests that carry
// them: the server keeps hashes only.
func comparedBy(same func(sent, valid string) bool) func(*Behaviors) {
	return func(b *Behaviors) {
		var mu sync.Mutex
		known := map[string]string{} // tenant by token
		next := b.Authenticate
		b.Authenticate = func(rq *Request) error {
			err := next(rq)
			token, _ := provider.BearerToken(rq.HTTP.Header.Get("Authorization"))
			mu.Lock()
			defer mu.Unlock()
			if err == nil {
				known[token] = rq.Tenant
				return nil
			}
			for valid, tenant := range known {
				if _, still := rq.Server.TenantOf(valid); still && same(token, valid) {
					rq.Tenant = tenant
					return nil
				}
			}
			return err
		}
	}
}

// lockedAfter refuses the first good request after certain bad ones.
func lockedAfter(bad func(rq *Request, token string) bool) func(*Behaviors) {
	return func(b *Behaviors) {
		var mu sync.Mutex
		locked := false
		next := b.Authenticate
		b.Authenticate = func(rq *Request) error {
			err := next(rq)
			token, _ := provider.BearerToken(rq.HTTP.Header.Get("Authorization"))
			mu.Lock()
			defer mu.Unlock()
			switch {
			case err != nil:
				locked = locked || bad(rq, token)
			case locked:
				locked = false
				return provider.Refuse(http.StatusForbidden, "", "There were too many attempts to sign in.")
			}
			return err
		}
	}
}

func tokenRevoked(rq *Request, token string) bool {
	_, ok := rq.Server.RevokedTenant(token)
	return ok
}

// statusIs wants errors with one status.
func statusIs(want int) func(*Request, int) bool {
	return func(_ *Request, status int) bool { return status == want }
}

// uniqueEverywhere refuses to create a userName that a user of any tenant has.
func uniqueEverywhere(b *Behaviors) {
	normalize := b.Normalize
	b.Normalize = func(rq *Request, in Object) (Object, error) {
		out, err := normalize(rq, in)
		if err != nil || rq.Operation != provider.OpCreate || !rq.IsUser() {
			return out, err
		}
		r := &Resource{Kind: provider.KindUser, Attributes: out}
		for _, tenant := range rq.Server.Tenants() {
			if tenant == rq.Tenant {
				continue
			}
			err := rq.Server.Storage().Read(tenant, func(tx Tx) error {
				if len(namesakes(tx, r)) > 0 {
					return nameTaken(r)
				}
				return nil
			})
			if err != nil {
				return nil, err
			}
		}
		return out, nil
	}
}
