package suites

import (
	"strings"

	"github.com/oktascim/oktascim/suites/okta"
)

// notByEmailCheck is about apps that compare the address instead of the userName.
const notByEmailCheck = "users.lookup.not-by-email"

func lookupExactChecks() []Check {
	return []Check{
		{
			ID: "users.lookup.prefix", Level: Must,
			Title:   "The lookup of the beginning of a userName does not find its owner",
			Symptom: linksAnother,
			Refs:    []string{"RFC 7644 §3.4.2.2: eq means that the values are identical"},
			Body: func(t *T) {
				p := t.NewUser(Mailbox("anna"))
				t.findable(p)
				name, _, _ := strings.Cut(p.Sent.UserName, "@")
				t.nobody(name, name+"@", strings.TrimSuffix(p.Sent.UserName, "m"))
			},
		},
		{
			ID: "users.lookup.suffix", Level: Must,
			Title:   "The lookup of the end of a userName does not find its owner",
			Symptom: linksAnother,
			Refs:    []string{"RFC 7644 §3.4.2.2: eq means that the values are identical"},
			Body: func(t *T) {
				p := t.NewUser(Mailbox("anna"))
				t.findable(p)
				t.nobody(p.Sent.UserName[1:])
			},
		},
		{
			ID: "users.lookup.longer", Level: Must,
			Title:   "The lookup of a longer userName does not find the owner of a part of it",
			Symptom: linksAnother,
			Refs:    []string{"RFC 7644 §3.4.2.2: eq means that the values are identical"},
			Body: func(t *T) {
				p := t.NewUser(Mailbox("anna"))
				t.findable(p)
				t.nobody("j"+p.Sent.UserName, p.Sent.UserName+".au")
			},
		},
		{
			ID: "users.lookup.wildcards", Level: Must,
			Title:   "Signs that databases take for wildcards match only themselves",
			Symptom: linksAnother,
			Refs:    []string{"RFC 7644 §3.4.2.2: eq means that the values are identical"},
			Body: func(t *T) {
				p := t.NewUser(Mailbox("kim-lee"))
				t.findable(p)
				for _, sign := range []string{"_", "%", "*", "?", "."} {
					t.nobody(strings.Replace(p.Sent.UserName, "kim-lee", "kim"+sign+"lee", 1))
				}
				tag := t.Env().Names.Tag()
				t.nobody(tag+"%", tag+"*", tag+".*", "%", "*")
			},
		},
		{
			ID: "users.lookup.apostrophe-part", Level: Must,
			Title:   "The lookup of a userName with an apostrophe does not find one that lacks it or ends before it",
			Symptom: linksAnother,
			Refs:    []string{refUserFilter, "RFC 5322 §3.2.3: an apostrophe is legal in an address"},
			Body: func(t *T) {
				asked := t.Person(userNameWith("d'arcy")).UserName
				cut := t.Person()
				cut.UserName, _, _ = strings.Cut(asked, "'")
				bare := t.Person()
				bare.UserName = strings.Replace(asked, "'", "", 1)
				t.findable(t.pushIfAllowed("a userName that is no e-mail address", bare))
				if a := t.Okta.CreateUser(t, cut); a.OK() && a.Resource.ID() != "" {
					t.findable(Person{ID: a.Resource.ID(), Sent: cut})
				}
				t.nobody(asked)
			},
		},
		{
			ID: "users.lookup.neighbours", Level: Must,
			Title:   "Users whose userNames differ in one sign are told apart",
			Symptom: linksAnother,
			Refs:    []string{refUserFilter, refUserName},
			Body: func(t *T) {
				base := t.Person()
				var people []Person
				for _, local := range []string{"ann", "anna", "ann_x", "ann.x", "ann-x"} {
					one := t.Person()
					one.UserName = base.UserName
					userNameWith(local)(&one)
					one.Email = one.UserName
					people = append(people, t.pushIfAllowed("a userName like "+one.UserName, one))
				}
				for _, p := range people {
					t.findByName(p)
				}
			},
		},
		{
			ID: notByEmailCheck, Level: Must,
			Title:   "A user whose e-mail address is not the userName is found by the userName, not by the address",
			Why:     "The reference's lookup always compares userName.",
			Symptom: "The wrong person is linked, or nobody.",
			Refs:    []string{refLookup, refUserFilter},
			Body: func(t *T) {
				t.NeedUserNames()
				p := t.NewUserIfAllowed("an e-mail address other than the userName", userNameWith("login"))
				t.needStored(Setup{"users.create.username-not-email", StoreUserName.Doing}, p)
				t.findByName(p)
				t.nobody(p.Sent.Email)
			},
		},
		{
			ID: "users.lookup.shared-email", Level: Must,
			Title:   "Two users who share an e-mail address are found apart by their userNames",
			Symptom: linksAnother,
			Refs:    []string{refLookup, refUserName},
			Body: func(t *T) {
				t.NeedUserNames()
				one := t.NewUser()
				other := t.NewUserIfAllowed("two users with one e-mail address", func(u *okta.User) { u.Email = one.Sent.Email })
				t.findByName(one)
				t.findByName(other)
			},
		},
		{
			ID: "users.lookup.same-names", Level: Must,
			Title:   "Two users with the same names are found apart by their userNames",
			Symptom: linksAnother,
			Refs:    []string{refLookup, refUserName},
			Body: func(t *T) {
				names := Named("Sam", "Same", "Sam Same "+t.Env().Names.Next())
				people := []Person{t.NewUser(names), t.NewUserIfAllowed("two users with one displayName", names)}
				for _, p := range people {
					t.findByName(p)
				}
			},
		},
	}
}
