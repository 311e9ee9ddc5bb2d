package lookup

import (
	"slices"
	"strings"

	"github.com/oktascim/oktascim/suites/check"
	"github.com/oktascim/oktascim/suites/kit"
	"github.com/oktascim/oktascim/suites/okta"
)

func exactChecks() []kit.Check {
	return []kit.Check{
		{
			ID: "users.lookup.prefix", Level: kit.Must, Evidence: kit.Recorded,
			Title:   "The lookup of the beginning of a userName does not find its owner",
			Symptom: kit.LinksAnother,
			Refs:    []string{"RFC 7644 §3.4.2.2: eq means that the values are identical"},
			Body: func(t *kit.T) {
				p := t.NewUser(kit.Mailbox("anna"))
				t.AwaitFindable(p)
				name, _, _ := strings.Cut(p.Sent.UserName, "@")
				nobody(t, name, name+"@", strings.TrimSuffix(p.Sent.UserName, "m"))
			},
		},
		{
			ID: "users.lookup.suffix", Level: kit.Must, Evidence: kit.Recorded,
			Title:   "The lookup of the end of a userName does not find its owner",
			Symptom: kit.LinksAnother,
			Refs:    []string{"RFC 7644 §3.4.2.2: eq means that the values are identical"},
			Body: func(t *kit.T) {
				p := t.NewUser(kit.Mailbox("anna"))
				t.AwaitFindable(p)
				nobody(t, p.Sent.UserName[1:])
			},
		},
		{
			ID: "users.lookup.longer", Level: kit.Must, Evidence: kit.Recorded,
			Title:   "The lookup of a longer userName does not find the owner of a part of it",
			Symptom: kit.LinksAnother,
			Refs:    []string{"RFC 7644 §3.4.2.2: eq means that the values are identical"},
			Body: func(t *kit.T) {
				p := t.NewUser(kit.Mailbox("anna"))
				t.AwaitFindable(p)
				nobody(t, "j"+p.Sent.UserName, p.Sent.UserName+".au")
			},
		},
		{
			ID: "users.lookup.wildcards", Level: kit.Must, Evidence: kit.Recorded,
			Title:   "Signs that databases take for wildcards match only themselves",
			Symptom: kit.LinksAnother,
			Refs:    []string{"RFC 7644 §3.4.2.2: eq means that the values are identical"},
			Body: func(t *kit.T) {
				p := t.NewUser(kit.Mailbox("kim-lee"))
				t.AwaitFindable(p)
				for _, sign := range []string{"_", "%", "*", "?", "."} {
					nobody(t, strings.Replace(p.Sent.UserName, "kim-lee", "kim"+sign+"lee", 1))
				}
				tag := t.Env().Names.Tag()
				nobody(t, tag+"%", tag+"*", tag+".*", "%", "*")
			},
		},
		{
			ID: "users.lookup.apostrophe-part", Level: kit.Must, Evidence: kit.Recorded,
			Title:   "The lookup of a userName with an apostrophe does not find one that lacks it or ends before it",
			Symptom: kit.LinksAnother,
			Refs:    []string{kit.RefUserFilter, "RFC 5322 §3.2.3: an apostrophe is legal in an address"},
			Body: func(t *kit.T) {
				asked := t.Person(kit.UserNameWith("d'arcy")).UserName
				cut := t.Person()
				cut.UserName, _, _ = strings.Cut(asked, "'")
				bare := t.Person()
				bare.UserName = strings.Replace(asked, "'", "", 1)
				t.AwaitFindable(kit.PushIfAllowed(t, "a userName that is no e-mail address", bare))
				if a := t.Okta.CreateUser(t, cut); a.OK() && a.Resource.ID() != "" {
					t.AwaitFindable(kit.Person{ID: a.Resource.ID(), Sent: cut})
				}
				nobody(t, asked)
			},
		},
		{
			ID: "users.lookup.neighbours", Level: kit.Must, Evidence: kit.Recorded,
			Title:   "Users whose userNames differ in one sign are told apart",
			Symptom: kit.LinksAnother,
			Refs:    []string{kit.RefUserFilter, kit.RefUserName},
			Body: func(t *kit.T) {
				base := t.Person()
				var people []kit.Person
				for _, local := range []string{"ann", "anna", "ann_x", "ann.x", "ann-x"} {
					one := t.Person()
					one.UserName = base.UserName
					kit.UserNameWith(local)(&one)
					one.Email = one.UserName
					people = append(people, kit.PushIfAllowed(t, "a userName like "+one.UserName, one))
				}
				for _, p := range people {
					kit.FindByName(t, p)
				}
			},
		},
		{
			ID: kit.NotByEmailCheck, Level: kit.Must, Evidence: kit.Recorded,
			Title:   "A user whose e-mail address is not the userName is found by the userName, not by the address",
			Why:     "The reference's lookup always compares userName.",
			Symptom: "The wrong person is linked, or nobody.",
			Refs:    []string{kit.RefLookup, kit.RefUserFilter},
			Body: func(t *kit.T) {
				t.NeedUserNames()
				p := t.NewUserIfAllowed("an e-mail address other than the userName", kit.UserNameWith("login"))
				kit.NeedStored(t, kit.Setup{Check: "users.create.username-not-email", Doing: kit.StoreUserName.Doing}, p)
				kit.FindByName(t, p)
				nobody(t, p.Sent.Email)
			},
		},
		{
			ID: "users.lookup.shared-email", Level: kit.Must, Evidence: kit.Recorded,
			Title:   "Two users who share an e-mail address are found apart by their userNames",
			Symptom: kit.LinksAnother,
			Refs:    []string{kit.RefLookup, kit.RefUserName},
			Body: func(t *kit.T) {
				t.NeedUserNames()
				one := t.NewUser()
				other := t.NewUserIfAllowed("two users with one e-mail address", func(u *okta.User) { u.Email = one.Sent.Email })
				kit.FindByName(t, one)
				kit.FindByName(t, other)
			},
		},
		{
			ID: "users.lookup.same-names", Level: kit.Must, Evidence: kit.Recorded,
			Title:   "Two users with the same names are found apart by their userNames",
			Symptom: kit.LinksAnother,
			Refs:    []string{kit.RefLookup, kit.RefUserName},
			Body: func(t *kit.T) {
				names := kit.Named("Sam", "Same", "Sam Same "+t.Env().Names.Next())
				people := []kit.Person{t.NewUser(names), t.NewUserIfAllowed("two users with one displayName", names)}
				for _, p := range people {
					kit.FindByName(t, p)
				}
			},
		},
	}
}

// characterChecks: a userName may hold any character, and what an app
// accepts it must find.
func characterChecks() []kit.Check {
	var out []kit.Check
	for _, odd := range kit.OddUserNames {
		level := kit.LevelOfFilter(odd.Local)
		out = append(out, kit.Check{
			ID: "users.lookup.name-" + odd.Id, Level: level, Evidence: kit.GroundOf(level, kit.Assumed),
			Title:   "The lookup finds a userName with " + odd.Title,
			Why:     odd.Why,
			Symptom: "It works for everybody but a few: their assignments fail with a conflict or a server error.",
			Refs:    []string{"RFC 7644 §3.4.2.2: values follow the rules of JSON strings", kit.RefLookup},
			Body: func(t *kit.T) {
				// The e-mail address is a plain one: only the userName is odd.
				kit.FindByName(t, t.NewUserIfAllowed("a userName with "+odd.Title, kit.UserNameWith(odd.Local)))
			},
		})
	}
	return append(out, kit.Check{
		ID: "users.lookup.name-long", Level: kit.Must, Evidence: kit.Recorded,
		Title:   "The lookup finds a userName of a hundred letters",
		Why:     "Okta allows logins of 5 to 100 characters; a column that cuts the name makes it unfindable.",
		Symptom: kit.LinksNobody,
		Refs:    []string{kit.RefLookup, "Okta user profile: login has 5 to 100 characters"},
		Body: func(t *kit.T) {
			p := t.NewUserIfAllowed("a userName of a hundred letters", longUserName(100))
			if stored := t.MustReadUser(p.ID).String("userName"); len(stored) < len(p.Sent.UserName) {
				t.Failf("GET /Users/{id}", "userName", p.Sent.UserName, "%s", stored)
				return
			}
			kit.FindByName(t, p)
		},
	})
}

// longUserName stretches the userName to n octets.
func longUserName(n int) kit.Option {
	return func(u *okta.User) {
		if missing := n - len(u.UserName) - 1; missing > 0 {
			const letters = "abcdefghijklmnopqrstuvwxyz"
			local := make([]byte, missing)
			for i := range local {
				local[i] = letters[i%len(letters)]
			}
			kit.UserNameWith(string(local))(u)
		}
	}
}

// nearName is a userName beside one that nobody has, but for a rule that some
// mail services and databases have and SCIM has not.
type nearName struct {
	id, title, why string
	asked, there   string // put into the userName before the @
}

func nearNames() []nearName {
	return []nearName{
		{"plus", "The lookup of a userName with a tag after a plus sign does not find the one without the tag",
			"Some mail services deliver jane+test to jane; to SCIM they are two values.", "jane+test", "jane"},
		{"dots", "The lookup of a userName with a dot before the @ does not find the one without the dot",
			"Some mail services do not count dots; to SCIM they are two values.", "j.doe", "jdoe"},
		{"accents", "The lookup of a userName with an umlaut does not find the one with the plain letter",
			"Some collations of databases take ü for u; to SCIM they are two letters.", "müller", "muller"},
	}
}

// nearChecks: userName is compared without regard to case, and nothing
// else is disregarded.
func nearChecks() []kit.Check {
	var out []kit.Check
	for _, n := range nearNames() {
		out = append(out, kit.Check{
			ID: "users.lookup.near-" + n.id, Level: kit.Must, Evidence: kit.Recorded,
			Title: n.title, Why: n.why, Symptom: kit.LinksAnother,
			Refs: []string{"RFC 7644 §3.4.2.2: eq means that the values are identical", kit.RefUserName},
			Body: func(t *kit.T) {
				sent := t.Person()
				asked := sent
				kit.Mailbox(n.there)(&sent)
				kit.Mailbox(n.asked)(&asked)
				t.AwaitFindable(kit.PushIfAllowed(t, "a userName like "+sent.UserName, sent))
				nobody(t, asked.UserName)
			},
		})
	}
	return out
}

// personaChecks: everybody is found, whatever the name and address.
func personaChecks() []kit.Check {
	var out []kit.Check
	for _, who := range kit.Traits {
		out = append(out, kit.Check{
			ID: "users.lookup.persona-" + who.Persona, Level: kit.Must, Evidence: kit.Recorded,
			Title:   "The lookup finds somebody with " + who.Has + ", with the names as by id",
			Why:     "Okta asks for the userName as it is in its directory and takes the profile from the hit.",
			Symptom: kit.LinksNobody,
			Refs:    []string{kit.RefLookup, kit.RefUserFilter},
			Body: func(t *kit.T) {
				persona := kit.Persona(t, who.Persona)
				p := t.NewUserIfAllowed("somebody with "+who.Has, kit.As(persona), kit.Mailbox(persona.Local))
				kit.SeeHit(t, p, func() (okta.Resource, []check.Problem) {
					hit, problems := kit.LookUp(t, p)
					names := kit.OnlyAttributes(t.MustReadUser(p.ID), "name", "displayName", "title")
					return hit, check.All(problems, check.In("GET /Users?filter", check.Agree(names, hit)...))
				})
			},
		})
	}
	return out
}

// emailChecks: some custom apps with the unique identifier e-mail are
// asked `email eq "…"`. They run when the profile says so.
func emailChecks() []kit.Check {
	checks := []kit.Check{
		{
			ID: "users.lookup.email", Level: kit.Should, Evidence: kit.Assumed,
			Title:   "The lookup by e-mail address finds a user",
			Symptom: kit.LinksNobody,
			Body: func(t *kit.T) {
				p := t.NewUser()
				kit.FindUser(t, p, p.Sent.Email, func() okta.Answer { return t.Okta.LookupUserByEmail(t, p.Sent.Email) })
			},
		},
		{
			ID: "users.lookup.email-miss", Level: kit.Should, Evidence: kit.Assumed,
			Title:   "The lookup of an e-mail address that nobody has finds nobody",
			Symptom: kit.LinksAnother,
			Body: func(t *kit.T) {
				t.AwaitFindable(t.NewUser())
				address := t.Person().Email
				t.Report(check.Miss(t.Okta.LookupUserByEmail(t, address), address))
			},
		},
		{
			ID: "users.lookup.email-case", Level: kit.Should, Evidence: kit.Assumed,
			Title:   "The lookup by e-mail address finds a user when the address is asked for in upper case",
			Symptom: kit.LinksNobody,
			Body: func(t *kit.T) {
				p := t.NewUser()
				asked := strings.ToUpper(p.Sent.Email)
				kit.FindUser(t, p, asked, func() okta.Answer { return t.Okta.LookupUserByEmail(t, asked) })
			},
		},
		{
			ID: "users.lookup.email-part", Level: kit.Should, Evidence: kit.Assumed,
			Title:   "The lookup of a part of an e-mail address finds nobody",
			Symptom: kit.LinksAnother,
			Body: func(t *kit.T) {
				p := t.NewUser(kit.Mailbox("anna"))
				t.AwaitFindable(p)
				name, _, _ := strings.Cut(p.Sent.Email, "@")
				for _, address := range []string{name, p.Sent.Email[1:], p.Sent.Email + ".au"} {
					t.Report(check.FindsNone(t.Okta.LookupUserByEmail(t, address), address))
				}
			},
		},
		{
			ID: "users.lookup.email-plus", Level: kit.Should, Evidence: kit.Assumed,
			Title:   "The lookup by e-mail address finds an address with a plus sign",
			Symptom: kit.LinksNobody,
			Body: func(t *kit.T) {
				p := t.NewUserIfAllowed("a plus sign in an e-mail address", kit.Mailbox("pat+news"))
				kit.FindUser(t, p, p.Sent.Email, func() okta.Answer { return t.Okta.LookupUserByEmail(t, p.Sent.Email) })
			},
		},
	}
	for i := range checks {
		body := checks[i].Body
		checks[i].Why = "With e-mail as the unique identifier some custom apps get the lookup email eq \"…\"."
		checks[i].Refs = slices.Concat(checks[i].Refs, []string{"Okta app settings: Unique identifier field for users = email", "RFC 7643 §4.1.2", kit.RefUserFilter})
		checks[i].Body = func(t *kit.T) {
			if !t.Env().Profile.Okta.EmailLookup {
				t.Unsupported("the app profile does not say that users are looked up by e-mail address (okta.email_lookup)")
			}
			body(t)
		}
	}
	return checks
}
