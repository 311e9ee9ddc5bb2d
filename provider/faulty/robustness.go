package faulty

import (
	"bytes"
	"errors"
	"net/http"
	"net/url"
	"strings"
	"sync"
	"time"
	"unicode/utf8"

	"github.com/oktascim/oktascim/provider"
	"github.com/oktascim/oktascim/provider/internal/hook"
	"github.com/oktascim/oktascim/provider/internal/scim"
)

func robustnessFaults() []Fault {
	return inCategory("robustness", []Fault{{
		ID: "rob-patch-by-pattern", Source: grid("a PATCH in another notation × status"),
		Story: "A PATCH of a user is compared with a pattern rather than read as JSON: blanks, escapes or another order are refused.",
		Apply: func(b *Behaviors) {
			next := b.Decode
			b.Decode = func(rq *Request) error {
				if rq.Operation == provider.OpPatch && rq.IsUser() && !bytes.HasPrefix(rq.Raw, []byte(`{"Operations":[{"op":"`)) {
					return provider.InvalidSyntax("The body is no PATCH.")
				}
				return next(rq)
			}
		},
	}, {
		ID: "rob-department-shared", Source: grid("an update of one user × attributes of others"),
		Story: "A department is a row that people share: who is moved to another one renames it for all who are in it.",
		Apply: func(b *Behaviors) {
			changedForAll(b, func(attrs Object) (Object, string) {
				extension, _ := attrs[provider.SchemaEnterprise].(Object)
				return extension, "department"
			}, func(old, theirs string) bool { return old == theirs })
		},
	}, {
		ID:     "rob-leaver-back-with-next-create",
		Source: grid("deactivate, then a request for somebody else × active"),
		Story:  "The session still holds the latest leaver as an active user and writes it back with the next new account.",
		Apply: func(b *Behaviors) {
			var latest hook.Recall[string]
			hook.BeforeStore(func(rq *Request, tx Tx, before, after *Resource) {
				switch {
				case before.Active() && !after.Active():
					latest.Set(rq, "leaver", after.ID)
				case before == nil && after.Kind == provider.KindUser:
					id, _ := latest.Get(rq, "leaver")
					if leaver := tx.Get(provider.KindUser, id); leaver != nil && !leaver.Active() {
						setActive(tx, leaver, true)
					}
					latest.Set(rq, "leaver", "")
				}
			})(b)
		},
	}, {
		ID: "rob-conflict-leaves-account", Source: grid("a refused create × list of users"),
		Story: "A create that is refused with 409 leaves an inactive account of the same userName, which only lists show.",
		Apply: conflictLeavesAccount,
	}, {
		ID:     "rob-list-shows-deleted-groups",
		Source: report("https://github.com/Metatavu/keycloak-scim-server/pull/112"),
		Story:  "The list of users goes on showing groups that are deleted, and an import takes people for their members.",
		Apply: func(b *Behaviors) {
			var former hook.Recall[[]any]
			onGroupDelete(func(rq *Request, tx Tx, group *Resource) error {
				for id := range tx.Members(group.ID) {
					former.Update(rq, id, func(list []any) []any {
						return append(list, Object{"value": group.ID, "display": group.Name()})
					})
				}
				return nil
			})(b)
			shownInList(false, func(rq *Request, view Object) {
				if gone, _ := former.Get(rq, scim.Text(view, "id")); rq.IsUser() && len(gone) > 0 {
					view["groups"] = append(append([]any{}, gone...), asList(view["groups"])...)
				}
			})(b)
		},
	}, {
		ID: "rob-long-value-500", Source: report("https://github.com/TracecatHQ/tracecat/issues/3530"),
		Story: "A value of more than 255 characters overflows its column and ends in 500.",
		Apply: onTexts(func(s string) error {
			if utf8.RuneCountInString(s) > 255 {
				return errors.New("value too long for type character varying(255)")
			}
			return nil
		}),
	}, {
		ID: "rob-utf8-garbled", Source: report("https://github.com/GluuFederation/oxTrust/issues/372"),
		Story: "Bodies are read as Latin-1, so that Zoë arrives as ZoÃ«: names are broken everywhere.",
		Apply: func(b *Behaviors) {
			next := b.ReadBody
			b.ReadBody = func(rq *Request) error {
				if err := next(rq); err != nil {
					return err
				}
				runes := make([]rune, len(rq.Raw))
				for i, c := range rq.Raw {
					runes[i] = rune(c)
				}
				rq.Raw = []byte(string(runes))
				return nil
			}
		},
	}, {
		ID: "rob-slow-list-timeout", Source: report("https://github.com/keycloak/keycloak/issues/46705"),
		Story: "A list takes a quarter of a second for each user that there is: with 250 of them longer than the 60 s that Okta waits.",
		Apply: func(b *Behaviors) {
			next := b.List
			b.List = func(rq *Request) (*Response, error) {
				rows := 0
				err := rq.Do.Read(rq, func(tx Tx) error {
					rows = tx.Count(provider.KindUser)
					return nil
				})
				if err != nil {
					return nil, err
				}
				if rq.IsUser() && rq.Query.Filter == nil {
					hook.Wait(rq, time.Duration(rows)*250*time.Millisecond)
				}
				return next(rq)
			}
		},
	}, {
		ID: "rob-emoji-question-mark", Source: grid("a create with odd values × GET by id"),
		Story: "Characters outside the Basic Multilingual Plane are stored as question marks.",
		Apply: storeTexts(func(s string) string {
			return strings.Map(func(r rune) rune {
				if r > 0xffff {
					return '?'
				}
				return r
			}, s)
		}),
	}, {
		ID: "rob-percent-decoded", Source: grid("a create with odd values × GET by id"),
		Story: "Values are decoded as if they came from a URL: 100%25 becomes 100%.",
		Apply: storeTexts(func(s string) string {
			if decoded, err := url.PathUnescape(s); err == nil {
				return decoded
			}
			return s
		}),
	}, {
		ID: "rob-apostrophe-500", Source: grid("a create with odd values × status"),
		Story: "An apostrophe in a value ends the text in a statement of the database: 500 for every O'Neil.",
		Apply: onTexts(func(s string) error {
			if strings.Contains(s, "'") {
				return errors.New("syntax error at or near the end of the statement")
			}
			return nil
		}),
	}, {
		ID: "rob-body-limit-50k", Source: grid("a group with many members × status"),
		Story: "A body of more than 50 kB is refused with 413, the default of some web server: large groups cannot be pushed.",
		Apply: func(b *Behaviors) {
			next := b.ReadBody
			b.ReadBody = func(rq *Request) error {
				err := next(rq)
				if err == nil && len(rq.Raw) > 50_000 {
					return provider.Refuse(http.StatusRequestEntityTooLarge, "", "The body is larger than the 50000 bytes allowed.")
				}
				return err
			}
		},
	}, {
		ID: "rob-parallel-writes-500", Source: grid("several writes at once × status"),
		Story: "Writes at the same time lock each other out: all but one end in 500, though Okta provisions in parallel.",
		Apply: func(b *Behaviors) {
			var mu sync.Mutex
			writing := map[string]bool{} // by tenant
			next := b.Write
			b.Write = func(rq *Request, do func(Tx) error) error {
				mu.Lock()
				locked := writing[rq.Tenant]
				writing[rq.Tenant] = true
				mu.Unlock()
				if locked {
					return errors.New("database is locked")
				}
				defer func() {
					mu.Lock()
					defer mu.Unlock()
					writing[rq.Tenant] = false
				}()
				linger(rq)
				return next(rq, do)
			}
		},
	}})
}

func asList(v any) []any {
	list, _ := v.([]any)
	return list
}

// changedForAll gives a new value of one attribute, which of finds, to all others whose value meets theirs.
func changedForAll(b *Behaviors, of func(attrs Object) (Object, string), theirs func(old, theirs string) bool) {
	hook.BeforeStore(func(rq *Request, tx Tx, before, after *Resource) {
		if before == nil || after.Kind != provider.KindUser {
			return
		}
		was, name := of(before.Attributes)
		is, _ := of(after.Attributes)
		old, next := scim.Text(was, name), scim.Text(is, name)
		if old == "" || next == "" || old == next {
			return
		}
		for _, other := range tx.List(provider.KindUser, 0, tx.Count(provider.KindUser)) {
			has, _ := of(other.Attributes)
			if has[name] == nil || other.ID == after.ID || !theirs(old, scim.Text(has, name)) {
				continue
			}
			other = other.Clone()
			has, _ = of(other.Attributes)
			has[name] = next
			tx.Put(other)
		}
	})(b)
}

// conflictLeavesAccount adds to lists an account for each create that was refused because of its userName.
func conflictLeavesAccount(b *Behaviors) {
	var left hook.Recall[[]Object]
	create := b.Create
	b.Create = func(rq *Request) (*Response, error) {
		answer, err := create(rq)
		if rq.IsUser() && conflictOf(err) != nil {
			id := rq.Do.NewID(rq, nil)
			left.Update(rq, "accounts", func(list []Object) []Object {
				return append(list, Object{"schemas": []any{provider.SchemaUser}, "id": id, "userName": rq.Body["userName"],
					"active": false,
					"meta":   Object{"resourceType": provider.KindUser, "location": rq.Do.Location(rq, provider.KindUser, id)}})
			})
		}
		return answer, err
	}
	envelope := b.Envelope
	b.Envelope = func(rq *Request, page Page, resources []any) Object {
		extra, _ := left.Get(rq, "accounts")
		if rq.IsUser() && rq.Query.Filter == nil && len(extra) > 0 {
			last := rq.Query.StartIndex-1+len(resources) >= page.Total
			page.Total += len(extra)
			for _, account := range extra {
				if last && len(resources) < rq.Query.Count {
					resources = append(resources, account)
				}
			}
		}
		return envelope(rq, page, resources)
	}
}

// onTexts lets a fault fail on texts in the body of a POST or PUT.
func onTexts(check func(string) error) func(*Behaviors) {
	return func(b *Behaviors) {
		next := b.Normalize
		b.Normalize = func(rq *Request, in Object) (Object, error) {
			out, err := next(rq, in)
			if err == nil {
				err = eachText(out, check)
			}
			return out, err
		}
	}
}

// storeTexts changes what is stored of texts in the body of a POST or PUT.
func storeTexts(change func(string) string) func(*Behaviors) {
	return func(b *Behaviors) {
		next := b.Normalize
		b.Normalize = func(rq *Request, in Object) (Object, error) {
			out, err := next(rq, in)
			if err == nil {
				mapTexts(out, change)
			}
			return out, err
		}
	}
}
