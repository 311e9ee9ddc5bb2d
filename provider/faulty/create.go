package faulty

import (
	"errors"
	"net/http"
	"strings"
	"sync"
	"unicode"

	"github.com/oktascim/oktascim/provider"
	"github.com/oktascim/oktascim/provider/internal/hook"
	"github.com/oktascim/oktascim/provider/internal/scim"
)

func createFaults() []Fault {
	return inCategory("user-create", []Fault{{
		ID: "create-phone-e164-500", Source: report("https://github.com/wso2/product-is/issues/3474"),
		Story: "A phone number in E.164 ends in 500; with spaces it is stored.",
		Apply: userRefused(provider.OpCreate, func(rq *Request) error {
			for _, phone := range scim.Objects(rq.Body["phoneNumbers"]) {
				if value, _ := phone["value"].(string); strings.HasPrefix(value, "+") && !strings.Contains(value, " ") {
					return errors.New("the phone number cannot be parsed")
				}
			}
			return nil
		}),
	}, {
		ID: "create-phone-home-500-stored", Source: report("https://github.com/wso2/product-is/issues/6745"),
		Story: "A create with a phone number of type home is answered 500, and the user is stored all the same.",
		Apply: func(b *Behaviors) {
			next := b.Create
			b.Create = func(rq *Request) (*Response, error) {
				answer, err := next(rq)
				for _, phone := range scim.Objects(rq.Body["phoneNumbers"]) {
					if rq.IsUser() && phone["type"] == "home" {
						return nil, errors.New("unknown claim for a phone number of type home")
					}
				}
				return answer, err
			}
		},
	}, {
		ID: "create-address-lines-400", Source: grid("a create × a formatted address of several lines"),
		Story: "A formatted address with a line break is refused as invalid.",
		Apply: userRefused(provider.OpCreate, func(rq *Request) error {
			for _, address := range scim.Objects(rq.Body["addresses"]) {
				if formatted, _ := address["formatted"].(string); strings.Contains(formatted, "\n") {
					return provider.Refuse(http.StatusBadRequest, "invalidValue", "addresses.formatted has more than one line.")
				}
			}
			return nil
		}),
	}, {
		ID: "create-every-second-takes-over", Source: grid("two creates × GET by id"),
		Story: "Every second new user gets the id of the one before and takes over that account.",
		Apply: func(b *Behaviors) {
			var last hook.Recall[string]
			next := b.NewID
			b.NewID = func(rq *Request, tx Tx) string {
				id := next(rq, tx)
				if !rq.IsUser() {
					return id
				}
				if before, _ := last.Get(rq, ""); before != "" {
					last.Forget(rq, "")
					return before
				}
				last.Set(rq, "", id)
				return id
			}
		},
	}, {
		ID:     "create-empty-body",
		Source: report("https://developer.okta.com/docs/api/openapi/okta-scim/guides/scim-20"),
		Story:  `A new user is answered 201 without a body, and Okta reports "Create new user returned empty user".`,
		Apply:  createAnswered(func(_ *Request, answer *Response) { answer.Body = nil }),
	}, {
		ID: "create-returned-id-not-real", Source: report("https://github.com/wso2/product-is/issues/3424"),
		Story: "The answer to a create has an id and a location that lead nowhere, so that every later update is answered 404.",
		Apply: createAnswered(func(rq *Request, answer *Response) {
			view := answer.Object()
			id := "new-" + scim.Text(view, "id")
			meta, _ := view["meta"].(Object)
			view["id"], view["meta"] = id, scim.WithEntry(meta, "location", rq.Do.Location(rq, provider.KindUser, id))
			answer.Header.Set("Location", rq.Do.Location(rq, provider.KindUser, id))
		}),
	}, {
		ID: "create-answers-200", Source: grid("a create × a legal status"),
		Story: "A create is answered 200 instead of 201, and Okta's SPEC test is red.",
		Apply: createAnswered(func(_ *Request, answer *Response) { answer.Status = http.StatusOK }),
	}, {
		ID: "create-answer-only-id", Source: grid("a create × the answer"),
		Story: "The answer to a create holds the id and no profile; Okta's tests compare the names in it.",
		Apply: createAnswered(func(_ *Request, answer *Response) {
			view := answer.Object()
			answer.Body = Object{"schemas": view["schemas"], "id": view["id"], "meta": view["meta"]}
		}),
	}, {
		ID: "create-answer-shows-password", Source: grid("any answer × no password"),
		Story: "The answer to a create repeats the password, which ends up in logs.",
		Apply: createAnswered(func(rq *Request, answer *Response) {
			setOrClear(answer.Object(), "password", rq.Body["password"])
		}),
	}, {
		ID: "create-answer-claims-more", Source: grid("a create × the answer and GET by id"),
		Story: "The answer to a create shows a title and a department that were never stored.",
		Apply: func(b *Behaviors) {
			claimed := []string{"title", "nickName", "phoneNumbers", provider.SchemaEnterprise}
			userCreated(func(rq *Request, attrs Object) {
				lost := Object{}
				for _, name := range claimed {
					if v, ok := attrs[name]; ok {
						lost[name] = v
						delete(attrs, name)
					}
				}
				rq.Note("claimed", lost)
			})(b)
			createAnswered(func(rq *Request, answer *Response) {
				lost, _ := rq.Notes["claimed"].(Object)
				for name, v := range lost {
					answer.Object()[name] = v
				}
			})(b)
		},
	}, {
		ID: "create-listed-with-other-names", Source: grid("a create × the list"),
		Story: "The list shows family names in capital letters, and each import changes them in Okta.",
		Apply: shownInList(false, func(_ *Request, view Object) {
			if name, ok := view["name"].(Object); ok {
				view["name"] = scim.WithEntry(name, "familyName", strings.ToUpper(scim.Text(name, "familyName")))
			}
		}),
	}, {
		ID: "create-password-stored", Source: report("https://github.com/langfuse/langfuse/issues/15997"),
		Story:     "The random password of the create is kept and signs the user in, although the app is for single sign-on only.",
		NotOnWire: "a password is never returned; only signing in with it would show that it is kept",
	}, {
		ID: "create-duplicate-400", Source: report("https://github.com/FusionAuth/fusionauth-issues/issues/1776"),
		Story: "A taken userName is answered 400, which Okta does not see as a conflict.",
		Apply: uniqueness(provider.OpCreate, func(_ *Request, _ Tx, _ *Resource, conflict *Error) error {
			if conflict == nil {
				return nil
			}
			return provider.InvalidValue("%s", conflict.Detail)
		}),
	}, {
		ID: "create-duplicate-201-overwrites", Source: report("https://github.com/croffasia/itsaplan/issues/250"),
		Story: "A create of a taken userName overwrites the account that has it, and Okta reports success.",
		Apply: func(b *Behaviors) {
			next := b.Build
			b.Build = func(rq *Request, tx Tx, body Object) (*Resource, error) {
				r, err := next(rq, tx, body)
				if err != nil || r.Kind != provider.KindUser {
					return r, err
				}
				for _, other := range namesakes(tx, r) {
					r.ID, r.Created = other.ID, other.Created
				}
				return r, nil
			}
		},
	}, {
		ID: "create-duplicate-no-scimtype", Level: Should, Source: report("https://github.com/ory/polis/issues/4065"),
		Story: "The 409 for a taken userName does not say uniqueness in scimType; Okta goes by the status.",
		Apply: uniqueness(provider.OpCreate, func(_ *Request, _ Tx, _ *Resource, conflict *Error) error {
			if conflict == nil {
				return nil
			}
			return provider.Refuse(conflict.Status, "", "%s", conflict.Detail)
		}),
	}, {
		ID: "create-case-variant-duplicate", Source: report("https://github.com/langfuse/langfuse/issues/13528"),
		Story: "A userName that differs from a taken one by case only makes a second account, and one of the two is an orphan.",
		Apply: withTwins(uniqueness(provider.OpCreate, func(_ *Request, tx Tx, r *Resource, conflict *Error) error {
			for _, other := range namesakes(tx, r) {
				if other.Name() == r.Name() {
					return conflict
				}
			}
			return nil
		})),
	}, {
		// A policy of some products, so no more than a warning.
		ID: "create-dedupe-on-email-false-409", Level: Should,
		Source: report("https://github.com/ory/polis/issues/4067"),
		Story:  "A new userName is refused because another user has the e-mail address, and the person cannot be assigned.",
		Apply: uniqueness(provider.OpCreate, func(_ *Request, tx Tx, r *Resource, conflict *Error) error {
			if conflict != nil {
				return conflict
			}
			if key, _ := provider.KeyFor("emails.value", scim.MainEmail(r.Attributes)); key.Value != "" &&
				len(tx.Find(provider.KindUser, key)) > 0 {
				return provider.Refuse(http.StatusConflict, "uniqueness", "The e-mail address %q is taken.", key.Value)
			}
			return nil
		}),
	}, {
		ID: "create-dedupe-on-display-name", Source: grid("a create × same values in other attributes"),
		Story: "Two people of the same name cannot both be assigned: the second is refused as a duplicate.",
		Apply: uniqueness(provider.OpCreate, func(_ *Request, tx Tx, r *Resource, conflict *Error) error {
			if conflict != nil {
				return conflict
			}
			key, _ := provider.KeyFor("displayName", scim.Text(r.Attributes, "displayName"))
			if key.Value != "" && len(tx.Find(provider.KindUser, key)) > 0 {
				return provider.Refuse(http.StatusConflict, "uniqueness", "There is a %q already.", key.Value)
			}
			return nil
		}),
	}, {
		ID: "create-taken-by-longer-name", Source: grid("a create × odd values"),
		Story: "A userName is taken when another one begins with it or it with another one: anna cannot be assigned beside annabel.",
		Apply: takenIf(oneBeginsTheOther),
	}, {
		ID: "create-taken-by-pattern", Source: grid("a create × odd values"),
		Story: "A userName is compared with LIKE: kim_lee cannot be assigned beside kimxlee.",
		Apply: takenIf(func(taken, free string) bool { return like(free, taken) }),
	}, {
		ID: "create-taken-without-dots", Source: grid("a create × odd values"),
		Story: "Dots in a userName do not count: kim.lee cannot be assigned beside kimlee.",
		Apply: takenIf(func(taken, free string) bool { return withoutDots(free) == withoutDots(taken) }),
	}, {
		ID:     "create-race-500",
		Source: report("https://github.com/gravitee-io/gravitee-access-management/issues/8290"),
		Story:  "Of two creates of one userName at once, the second is answered 500 instead of 409, and Okta tries again and again.",
		Apply:  createRaceOf(provider.KindUser, errors.New("unique constraint violated")),
	}, {
		ID: "create-race-two-accounts", Source: grid("a create × twice at once"),
		Story: "Two creates of one userName at once make two accounts, as when Okta repeats a create that seems lost.",
		Apply: withTwins(createRaceOf(provider.KindUser, nil)),
	}, {
		ID: "create-race-same-id", Source: grid("a create × several at once"),
		Story: "Creates at the same time get the same id, and the last one takes the place of the others.",
		Apply: createRaceSameID,
	}, {
		ID: "create-refused-but-stored", Source: grid("a create × a refused write stored nothing"),
		Story: "A create that is refused for a value of the wrong type has stored the userName already, and the corrected one is a duplicate.",
		Apply: refusedButCreated,
	}, {
		ID: "create-after-refusal-fails", Source: grid("a create × after a refused one the next succeeds"),
		Story: "After a duplicate was refused the next good create is refused as well, for what the duplicate left behind.",
		Apply: func(b *Behaviors) {
			var open hook.Recall[bool]
			leftBehind := provider.InvalidSyntax("The values of the last request are still there.")
			create, save := b.Create, b.Save
			b.Create = func(rq *Request) (*Response, error) {
				answer, err := create(rq)
				if rq.IsUser() && conflictOf(err) != nil {
					open.Set(rq, "", true)
				}
				return answer, err
			}
			b.Save = func(rq *Request, tx Tx, draft *Draft) error {
				err := save(rq, tx, draft)
				if err == nil && rq.IsUser() && rq.Operation == provider.OpCreate && open.Has(rq, "") {
					open.Forget(rq, "")
					return leftBehind
				}
				return err
			}
		},
	}, {
		ID: "create-password-policy-rejects", Source: report("https://github.com/zitadel/zitadel/issues/10009"),
		Story: "The meaningless password that Okta puts into each create is held against a policy, and random people cannot be assigned.",
		Apply: userRefused(provider.OpCreate, func(rq *Request) error {
			password, given := rq.Body["password"].(string)
			if !given || strings.ContainsFunc(password, unicode.IsPunct) && strings.ContainsFunc(password, unicode.IsUpper) {
				return nil
			}
			return provider.InvalidValue("The password needs a capital letter and a symbol.")
		}),
	}, {
		ID: "create-externalid-required", Source: report("https://github.com/onyx-dot-app/onyx/issues/8925"),
		Story: "A create without externalId is refused, and Okta's SPEC test sends it so.",
		Apply: userRefused(provider.OpCreate, func(rq *Request) error {
			if scim.Text(rq.Body, "externalId") != "" {
				return nil
			}
			return provider.InvalidValue("externalId is required.")
		}),
	}, {
		ID:     "create-active-rejected-500",
		Source: report("https://github.com/limosa-io/laravel-scim-server/issues/57"),
		Story:  "A create with active is answered 500, because the app takes it for read-only; Okta's always have it.",
		Apply: userRefused(provider.OpCreate, func(rq *Request) error {
			if scim.Mentions(rq.Body, "active") {
				return errors.New("attribute active cannot be set")
			}
			return nil
		}),
	}, {
		ID: "create-active-false-rejected", Level: Should, Source: report("https://github.com/bitwarden/server/pull/7891"),
		Story: "A user who is inactive from the start is refused, so that staged people fail.",
		Apply: userRefused(provider.OpCreate, func(rq *Request) error {
			if rq.Body["active"] == false {
				return provider.InvalidValue("A new user must be active.")
			}
			return nil
		}),
	}, {
		ID:     "create-enterprise-ext-rejected",
		Source: report("https://github.com/simpleidserver/SimpleIdServer/issues/42"),
		Story:  "A create with the enterprise extension is refused: everybody with a department fails.",
		Apply: userRefused(provider.OpCreate, func(rq *Request) error {
			if scim.Mentions(rq.Body, provider.SchemaEnterprise) {
				return provider.InvalidSyntax("There is no attribute %q.", provider.SchemaEnterprise)
			}
			return nil
		}),
	}, {
		ID: "create-schemas-element-rejected", Source: report("https://github.com/wso2/product-is/issues/3467"),
		Story: "A create that lists an extension among its schemas is refused: everybody with a department fails.",
		Apply: userRefused(provider.OpCreate, func(rq *Request) error {
			if urns, _ := rq.Body["schemas"].([]any); len(urns) > 1 {
				return provider.InvalidSyntax("schemas must be exactly %s.", provider.SchemaUser)
			}
			return nil
		}),
	}, {
		ID: "create-null-rejected", Level: Should, Source: grid("a create × null, empty text and empty list"),
		Story: "A create with null for an attribute that has no value is refused.",
		Apply: userRefused(provider.OpCreate, func(rq *Request) error {
			for name, v := range rq.Body {
				if v == nil {
					return provider.InvalidValue("%s must not be null.", name)
				}
			}
			return nil
		}),
	}, {
		ID: "create-empty-text-rejected", Level: Should, Source: grid("a create × null, empty text and empty list"),
		Story: `A create with "" for an attribute that has no value is refused.`,
		Apply: userRefused(provider.OpCreate, func(rq *Request) error {
			for name, v := range rq.Body {
				if v == "" && scim.Fold(name) != "username" {
					return provider.InvalidValue("%s must not be empty.", name)
				}
			}
			return nil
		}),
	}, {
		ID: "create-empty-list-rejected", Level: Should, Source: grid("a create × null, empty text and empty list"),
		Story: "A create with [] for an attribute that has no value is refused.",
		Apply: userRefused(provider.OpCreate, func(rq *Request) error {
			for name, v := range rq.Body {
				list, ok := v.([]any)
				if a := rq.Type.Attribute(name); ok && len(list) == 0 && a != nil && !a.IsReadOnly() {
					return provider.InvalidValue("%s must not be empty.", name)
				}
			}
			return nil
		}),
	}, {
		ID: "create-long-password-rejected", Source: grid("a create × long values"),
		Story: "A password of more than 16 letters is refused, and Okta's random ones can be longer.",
		Apply: userRefused(provider.OpCreate, func(rq *Request) error {
			if len(scim.Text(rq.Body, "password")) > 16 {
				return provider.InvalidValue("The password is too long.")
			}
			return nil
		}),
	}, {
		ID: "create-unknown-attribute-500", Source: grid("a create × all attributes"),
		Story: "A create with an attribute that the app does not know is answered 500.",
		Apply: userRefused(provider.OpCreate, func(rq *Request) error {
			for name := range rq.Body {
				if !rq.Type.Knows(name) {
					return errors.New("no column " + name)
				}
			}
			return nil
		}),
	}, {
		ID: "create-unknown-manager-400", Level: Should,
		Source: grid("a create × an attribute that names somebody else"),
		Story:  "A manager must be an account of the app: people whose manager is not assigned cannot be created.",
		Apply: func(b *Behaviors) {
			next := b.Save
			b.Save = func(rq *Request, tx Tx, draft *Draft) error {
				extension, _ := draft.After.Attributes[provider.SchemaEnterprise].(Object)
				manager, _ := extension["manager"].(Object)
				if id := scim.Text(manager, "value"); id != "" && tx.Get(provider.KindUser, id) == nil {
					return provider.InvalidValue("There is no user with the id %q to be the manager.", id)
				}
				return next(rq, tx, draft)
			}
		},
	}, {
		ID:     "create-takes-address",
		Source: report("https://github.com/sourcegraph/sourcegraph-public-snapshot/pull/48980"),
		Story:  "An e-mail address belongs to one account: a new user with the address of a team takes it from who had it.",
		Apply: hook.BeforeStore(func(_ *Request, tx Tx, before, after *Resource) {
			if before != nil || after.Kind != provider.KindUser || scim.MainEmail(after.Attributes) == "" {
				return
			}
			for _, other := range tx.List(provider.KindUser, 0, tx.Count(provider.KindUser)) {
				if scim.MainEmail(other.Attributes) == scim.MainEmail(after.Attributes) {
					other = other.Clone()
					delete(other.Attributes, "emails")
					tx.Put(other)
				}
			}
		}),
	}, {
		ID: "create-conflict-takes-externalid", Source: grid("a refused create × externalId"),
		Story: "A refused create leaves its externalId with who has the userName: the account is linked to another person in Okta.",
		Apply: onTakenName(func(owner *Resource, sent Object) {
			if id := scim.Text(sent, "externalId"); id != "" && owner.Active() {
				owner.Attributes["externalId"] = id
			}
		}),
	}, {
		ID: "create-tag-is-taken", Source: grid("a create × a userName near a taken one"),
		Story: "What follows a plus sign in a userName does not count: jane+test is refused because there is jane.",
		Apply: takenIf(func(taken, free string) bool { return withoutTag(taken) == withoutTag(free) }),
	}, {
		ID: "create-extension-not-in-schemas", Level: Should, Source: grid("RFC 7643 §3"),
		Story: "A user shows the enterprise extension and does not name it in schemas, so that strict clients do not read it.",
		Apply: onView(provider.KindUser, func(_ *Request, _ Tx, _ *Resource, view Object) {
			view["schemas"] = []any{provider.SchemaUser}
		}),
	}})
}

// takenIf refuses new userNames that are not those of others. Both are given folded.
func takenIf(same func(taken, free string) bool) func(*Behaviors) {
	return uniqueness(provider.OpCreate, func(_ *Request, tx Tx, r *Resource, conflict *Error) error {
		if conflict != nil {
			return conflict
		}
		for _, other := range tx.List(provider.KindUser, 0, tx.Count(provider.KindUser)) {
			if same(scim.Fold(other.Name()), scim.Fold(r.Name())) {
				return provider.Refuse(http.StatusConflict, "uniqueness", "The userName is taken by %q.", other.Name())
			}
		}
		return nil
	})
}

// oneBeginsTheOther tells whether one address is the other with more letters before the @.
func oneBeginsTheOther(a, b string) bool {
	x, domain, _ := strings.Cut(a, "@")
	y, other, _ := strings.Cut(b, "@")
	if len(x) > len(y) {
		x, y = y, x
	}
	more, ok := strings.CutPrefix(y, x)
	return ok && domain == other && more != "" && unicode.IsLetter(rune(more[0]))
}

// createRaceSameID gives creates one id from the first that comes until none is left.
func createRaceSameID(b *Behaviors) {
	var mu sync.Mutex
	ids, running := map[string]string{}, map[string]int{} // by tenant
	create, newID := b.Create, b.NewID
	b.Create = func(rq *Request) (*Response, error) {
		if !rq.IsUser() {
			return create(rq)
		}
		mu.Lock()
		running[rq.Tenant]++
		mu.Unlock()
		defer func() {
			mu.Lock()
			defer mu.Unlock()
			if running[rq.Tenant]--; running[rq.Tenant] == 0 {
				delete(ids, rq.Tenant)
			}
		}()
		linger(rq)
		return create(rq)
	}
	b.NewID = func(rq *Request, tx Tx) string {
		id := newID(rq, tx)
		if !rq.IsUser() || rq.Operation != provider.OpCreate {
			return id
		}
		mu.Lock()
		defer mu.Unlock()
		if _, given := ids[rq.Tenant]; !given {
			ids[rq.Tenant] = id
		}
		return ids[rq.Tenant]
	}
}

// refusedButCreated stores what is left of a create that was refused for a value.
func refusedButCreated(b *Behaviors) {
	next := b.Create
	b.Create = func(rq *Request) (*Response, error) {
		answer, err := next(rq)
		var refused *Error
		name := scim.Text(rq.Body, "userName")
		if !rq.IsUser() || name == "" || !errors.As(err, &refused) || refused.Status != http.StatusBadRequest {
			return answer, err
		}
		failed := rq.Do.Write(rq, func(tx Tx) error {
			r := &Resource{
				Kind: provider.KindUser, ID: rq.Do.NewID(rq, tx), Created: rq.Time, Modified: rq.Time, Managed: true,
				Attributes: Object{"userName": name, "active": false},
			}
			if len(namesakes(tx, r)) == 0 {
				tx.Put(r)
			}
			return nil
		})
		return nil, errors.Join(err, failed)
	}
}

// createAnswered spoils the answer to a create of a user that succeeded; its top level may be changed.
func createAnswered(spoil func(rq *Request, answer *Response)) func(*Behaviors) {
	return func(b *Behaviors) {
		next := b.Create
		b.Create = func(rq *Request) (*Response, error) {
			answer, err := next(rq)
			if err == nil && rq.IsUser() && answer.Object() != nil {
				spoil(rq, answer)
			}
			return answer, err
		}
	}
}
