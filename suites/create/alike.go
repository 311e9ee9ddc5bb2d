package create

import (
	"net/http"

	"github.com/oktascim/oktascim/suites/check"
	"github.com/oktascim/oktascim/suites/kit"
	"github.com/oktascim/oktascim/suites/okta"
)

// alikeChecks: only the userName is unique. The person of the journey has two mates: one of the same names, and one of the
// same e-mail address.
func alikeChecks() []kit.Check {
	return []kit.Check{
		{
			ID: "users.create.same-names", Level: kit.Must, Evidence: kit.Recorded, Journey: kit.PushAlike,
			Title:   "Two users may have the same names and displayName",
			Why:     "Every larger company has two people of one name.",
			Symptom: "The second Jane Doe cannot be assigned.",
			Refs:    []string{"RFC 7643 §4.1.1: only userName has uniqueness server"},
			Body:    func(t *kit.T) { t.Report(check.Status(t.Carried().Run.Answers[0], http.StatusCreated)) },
		},
		{
			ID: "users.create.same-email", Level: kit.Should, Evidence: kit.RFC, Journey: kit.PushAlike,
			Title:   "Two users may share an e-mail address",
			Why:     "Uniqueness is on userName; an app may be stricter as its policy.",
			Symptom: "People with a shared mailbox cannot be assigned.",
			Refs:    []string{"RFC 7643 §4.1.2: no uniqueness of e-mail addresses"},
			Body: func(t *kit.T) {
				t.NeedUserNames()
				t.Report(check.Status(t.Carried().Run.Answers[1], http.StatusCreated))
			},
		},
		{
			ID: "users.create.same-email-keeps", Level: kit.Must, Evidence: kit.Recorded, Journey: kit.PushAlike,
			Title:   "A new user with the e-mail address of another is refused as a conflict, or leaves the other one as it was",
			Why:     "Teams share a mailbox. An app that keeps an address once moves it, or takes the new person for the old one.",
			Symptom: "Somebody has lost the address, or another person works in the account.",
			Refs:    []string{kit.RefPost, "RFC 7643 §4.1.2 emails", "https://github.com/BerriAI/litellm-docs/pull/936"},
			Body: func(t *kit.T) {
				t.NeedUserNames()
				j := t.Carried()
				if a := j.Run.Answers[1]; a.OK() && a.Resource.ID() == j.Person.ID {
					t.Failf("POST /Users", "id", "another id than "+j.Person.ID, "the account of %s", j.Person.Sent.UserName)
				}
				t.Look(j, []kit.View{kit.ViewByID, kit.ViewLookup}, kit.LikeBefore(j.Before.User))
			},
		},
	}
}

// near is a userName that only a sloppy comparison takes for that of somebody who is there.
type near struct{ name, local string }

// nearChecks: after a lookup that finds nobody the create of that very name must be 201.
func nearChecks() []kit.Check {
	return []kit.Check{{
		ID: "users.create.near", Level: kit.Must, Evidence: kit.Recorded,
		Title:   "A userName that is near a taken one is free, in the lookup and in the create",
		Why:     "After a lookup with no hits Okta creates the user; a conflict then is a dead end.",
		Symptom: "Assigning the user fails with a false conflict.",
		Refs:    []string{kit.RefUserName, kit.RefLookup},
		Body: func(t *kit.T) {
			taken := t.Person()
			as := func(local string) okta.User {
				sent := t.Person(func(u *okta.User) { u.UserName = taken.UserName })
				kit.Mailbox(local)(&sent)
				return sent
			}
			owner := as("annabel.lee")
			p := kit.PushIfAllowed(t, "a userName such as "+owner.UserName, owner)
			kit.Each(t, []near{
				{"the beginning of the taken one", "annabel"},
				{"a longer one", "annabel.lees"},
				{"one that a wildcard of databases matches", "annabel_lee"},
				{"one that lacks a dot", "annabellee"},
				{"one with a tag after a plus sign", "annabel.lee+work"},
			}, func(n near) string { return n.name }, func(t *kit.T, n near) {
				sent := as(n.local)
				t.Report(check.FindsNone(t.Okta.LookupUser(t, sent.UserName), sent.UserName))
				a := t.Okta.CreateUser(t, sent)
				t.AwaitReadable(a)
				if kit.RefusesValue(a) {
					t.Unsupported("the app refuses %s: %d", sent.UserName, a.Status)
				}
				t.Report(check.Status(a, http.StatusCreated))
				if a.OK() && a.Resource.ID() == p.ID {
					t.Failf(a.Op(), "id", "a new account", "%q, that of %s", p.ID, owner.UserName)
				}
			})
		},
	}, {
		ID: "users.create.local-account", Level: kit.Must, Evidence: kit.Recorded,
		Title:   "An account that was made in the app is found by the lookup, or the create of its userName is no conflict",
		Why:     "After a lookup with no hits Okta sends the create. When that is refused as a conflict, the account can never be linked.",
		Symptom: "People who had an account before Okta cannot be assigned: «409 Conflict».",
		Refs: []string{kit.RefLookup, kit.RefConflict, "https://github.com/Metatavu/keycloak-scim-server/issues/74",
			"https://github.com/lightdash/lightdash/issues/22402"},
		Exclusive: kit.MappedGroups,
		Body: func(t *kit.T) {
			roles := t.Env().Profile.Roles
			if roles == nil || roles.ExistingAdmin == "" {
				t.Unsupported("the app profile names no account that was made in the app (roles.existing_admin)")
			}
			miss := t.Okta.LookupUser(t, roles.ExistingAdmin)
			if hits, _ := miss.List(); miss.OK() && len(hits) > 0 {
				return
			}
			t.Report(check.FindsNone(miss, roles.ExistingAdmin))
			// Without an externalId of this run: an account that is taken over must not be cleaned up.
			a := t.Okta.CreateUserSPEC(t, t.Person(func(u *okta.User) { u.UserName, u.Email = roles.ExistingAdmin, roles.ExistingAdmin }))
			if a.Status != http.StatusConflict {
				t.Report(check.NoCrash(a))
				return
			}
			for _, page := range allPages(t) {
				list, _ := page.List()
				for _, r := range list {
					if r.String("userName") == roles.ExistingAdmin {
						t.Unsupported("the lookup hides the account and the list shows it: an import can link it")
					}
				}
			}
			t.Report(check.Status(a, http.StatusCreated))
		},
	}}
}
