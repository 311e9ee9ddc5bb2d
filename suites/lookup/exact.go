package lookup

import (
	"net/http"
	"slices"
	"strings"

	"github.com/oktascim/oktascim/suites/check"
	"github.com/oktascim/oktascim/suites/kit"
	"github.com/oktascim/oktascim/suites/okta"
)

// nobody reports whether the lookup of each of these values finds nobody.
func nobody(t *kit.T, values ...string) {
	for _, v := range values {
		t.Report(check.FindsNone(t.Okta.LookupUser(t, v), v))
	}
}

// nobodyOrRefused is nobody where the app may also refuse the filter.
func nobodyOrRefused(t *kit.T, values ...string) {
	for _, v := range values {
		a := t.Okta.LookupUser(t, v)
		if a.Status == http.StatusNotFound || len(check.Refused(a)) > 0 {
			t.Report(check.FindsNone(a, v))
		}
	}
}

func missChecks() []kit.Check {
	return []kit.Check{
		{
			ID: "users.lookup.miss", Level: kit.Must, Evidence: kit.Recorded, Depth: kit.Quick,
			Title:   "The lookup of a userName that nobody has finds nobody",
			Why:     "Okta creates the user then. The reference takes an empty list and a 404 with a SCIM Error.",
			Symptom: "New users are not created: the assignment fails, or somebody else is linked.",
			Refs:    []string{kit.RefLookup, "Okta SPEC steps 3 and 5", "RFC 7644 §3.4.2"},
			Body: func(t *kit.T) {
				name := t.Person().UserName
				a := t.Okta.LookupUser(t, name)
				if a.Status == http.StatusOK && a.Resource != nil && check.Total(a) == 0 {
					t.Require(kit.MissUser, check.ResourcesArray(a)) // one finding is enough
				}
				t.Report(check.Miss(a, name))
			},
		},
		{
			ID: "users.lookup.miss-empty-list", Level: kit.Should, Evidence: kit.RFC,
			Title:   "The lookup of a userName that nobody has is answered 200 with totalResults 0",
			Why:     "Okta's SPEC test takes no 404 there.",
			Symptom: "Okta's SPEC test is red in step 3.",
			Refs:    []string{"Okta SPEC steps 3 and 5", "RFC 7644 §3.4.2"},
			Body: func(t *kit.T) {
				a := t.Okta.LookupUser(t, t.Person().UserName)
				t.Report(check.Status(a, http.StatusOK))
				t.StopIfFailed()
				t.Report(check.Count(a, "totalResults"), check.ResourcesArray(a))
			},
		},
		{
			ID: "users.lookup.empty-value", Level: kit.Should, Evidence: kit.RFC, Journey: kit.PushUser,
			Title:   "The lookup of an empty userName finds nobody",
			Why:     "A mapping that yields nothing makes such a filter. Everybody has a userName, so nobody matches.",
			Symptom: kit.LinksAnother,
			Refs:    []string{kit.RefUserFilter, "RFC 7643 §4.1.1: userName must not be empty"},
			Body: func(t *kit.T) {
				t.Journey()
				if !onlyNameless(t.Okta.LookupUser(t, "")) { // whoever has no userName is found rightly
					nobodyOrRefused(t, "")
				}
			},
		},
		{
			ID: "users.lookup.special-miss", Level: kit.Must, Evidence: kit.Recorded,
			Title:   "The lookup of an unknown userName with special characters finds nobody and is no server error",
			Why:     "Okta asks for every user before it knows whether the app has one.",
			Symptom: "«Internal Server Error» in the provisioning task of some people.",
			Refs:    []string{kit.RefUserFilter, kit.RefLookup},
			Body: func(t *kit.T) {
				for _, local := range []string{"o'neil", "a+b", "50%off", "r&d", "müller", "小龍", "😀", "semi;colon", "pound#sign"} {
					nobody(t, t.Person(kit.UserNameWith(local)).UserName)
				}
				for _, local := range []string{`quo"te`, `back\slash`, "new\nline", "(a) or [b]"} {
					nobodyOrRefused(t, t.Person(kit.UserNameWith(local)).UserName)
				}
			},
		},
		{
			ID: "users.lookup.injection", Level: kit.Must, Evidence: kit.Recorded, Journey: kit.PushUser,
			Title:   "A value that looks like a filter or a database query is a value",
			Why:     "The quotes in it are escaped, so it names nobody. Refusing the filter is fine.",
			Symptom: kit.LinksAnother,
			Refs:    []string{"RFC 7644 §3.4.2.2: values follow the rules of JSON strings"},
			Body: func(t *kit.T) {
				t.Journey()
				nobodyOrRefused(t, `" or userName pr or userName eq "`, `x" or active eq "true`, `' or '1'='1`, `x' or 1=1 -- `,
					`\" or userName pr or userName eq \"`, `{"$ne":null}`, `*)(uid=*`)
			},
		},
	}
}

// onlyNameless tells whether all users of a list have the empty userName.
func onlyNameless(a okta.Answer) bool {
	list, _ := a.List()
	return len(list) > 0 && !slices.ContainsFunc(list, func(r okta.Resource) bool { return r.String("userName") != "" })
}

// other is a value that is near the userName of the person, and nobody's.
func other(id, title, why string, values func(p kit.Person) []string) kit.Check {
	return kit.Check{
		ID: "users.lookup." + id, Level: kit.Must, Evidence: kit.Recorded, Depth: kit.Quick, Journey: kit.PushUser,
		Title: title, Why: why, Symptom: kit.LinksAnother,
		Refs: []string{"RFC 7644 §3.4.2.2: eq means that the values are identical", kit.RefUserName},
		Body: func(t *kit.T) {
			p := t.Journey().Person
			t.AwaitFindable(p)
			nobody(t, values(p)...)
		},
	}
}

// exactChecks: userName is compared without regard to case, and nothing else is disregarded. The person of the journey is
// "…-Kim-Lee.Muller@…".
func exactChecks() []kit.Check {
	with := func(p kit.Person, part, instead string) string {
		return strings.Replace(p.Sent.UserName, part, instead, 1)
	}
	checks := []kit.Check{
		other("part", "The lookup of a part of a userName, or of a longer one, does not find its owner", "",
			func(p kit.Person) []string {
				name, _, _ := strings.Cut(p.Sent.UserName, "@")
				return []string{name, name + "@", strings.TrimSuffix(p.Sent.UserName, "m"), p.Sent.UserName[1:],
					"j" + p.Sent.UserName, p.Sent.UserName + ".au"}
			}),
		other("wildcards", "Signs that databases take for wildcards match only themselves", "", func(p kit.Person) []string {
			tag, _, _ := strings.Cut(p.Sent.UserName, "Kim")
			out := []string{tag + "%", tag + "*"}
			for _, sign := range []string{"_", "%", "*", "?", "."} {
				out = append(out, with(p, "Kim-Lee", "Kim"+sign+"Lee"))
			}
			return out
		}),
		other("near-plus", "The lookup of a userName with a tag after a plus sign does not find the one without the tag",
			"Some mail services deliver jane+test to jane; to SCIM they are two values.",
			func(p kit.Person) []string { return []string{with(p, "@", "+test@")} }),
		other("near-dots", "The lookup of a userName with a further dot before the @ does not find the one without the dot",
			"Some mail services do not count dots; to SCIM they are two values.",
			func(p kit.Person) []string { return []string{with(p, "Muller", "Mul.ler")} }),
		other("near-accents", "The lookup of a userName with an umlaut does not find the one with the plain letter",
			"Some collations of databases take ü for u; to SCIM they are two letters.",
			func(p kit.Person) []string { return []string{with(p, "Muller", "Müller")} }),
	}
	return append(checks, kit.Check{
		ID: "users.lookup.only-username", Level: kit.Must, Evidence: kit.Recorded, Depth: kit.Quick, Journey: kit.PushUser,
		Title:   "The lookup compares the userName and not the id, the externalId, the name or another attribute",
		Symptom: kit.LinksAnother,
		Refs:    []string{kit.RefUserFilter},
		Body: func(t *kit.T) {
			p := t.Journey().Person
			kit.AwaitUser(t, p.ID)
			t.AwaitFindable(p)
			values := []string{p.Sent.ExternalID, p.Sent.DisplayName}
			// Some apps make the userName the id.
			if !strings.EqualFold(p.Sent.UserName, p.ID) && !strings.EqualFold(t.MustReadUser(p.ID).String("userName"), p.ID) {
				values = append(values, p.ID)
			}
			nobody(t, values...)
		},
	})
}

// apartChecks: users who are alike are found apart.
func apartChecks() []kit.Check {
	return []kit.Check{
		{
			ID: kit.NotByEmailCheck, Level: kit.Must, Evidence: kit.Recorded, Journey: kit.PushLogin,
			Title:   "A user whose e-mail address is not the userName is found by the userName, not by the address",
			Why:     "The reference's lookup always compares userName.",
			Symptom: "The wrong person is linked, or nobody.",
			Refs:    []string{kit.RefLookup, kit.RefUserFilter},
			Body: func(t *kit.T) {
				t.NeedUserNames()
				p := t.Allowed("an e-mail address other than the userName").Person
				kit.AwaitUser(t, p.ID)
				kit.NeedStored(t, kit.Setup{Check: "users.create.username-not-email", Doing: kit.StoreUserName.Doing}, p)
				kit.FindByName(t, p)
				nobody(t, p.Sent.Email)
			},
		},
		{
			ID: "users.lookup.alike", Level: kit.Must, Evidence: kit.Recorded, Journey: kit.PushAlike,
			Title:   "Two users who share their names, or an e-mail address, are found apart by their userNames",
			Symptom: kit.LinksAnother,
			Refs:    []string{kit.RefLookup, kit.RefUserName},
			Body: func(t *kit.T) {
				j := t.Carried()
				kit.FindByName(t, j.Person)
				for i, a := range j.Run.Answers {
					if a.Status == http.StatusCreated && a.Resource.ID() != "" && !(i == 1 && kit.KnownByEmail(t)) {
						kit.FindByName(t, j.Mates[i])
					}
				}
			},
		},
		{
			ID: "users.lookup.apostrophe-part", Level: kit.Must, Evidence: kit.Recorded, Depth: kit.Full,
			Title:   "The lookup of a userName with an apostrophe does not find one that lacks it or ends before it",
			Symptom: kit.LinksAnother,
			Refs:    []string{kit.RefUserFilter, "RFC 5322 §3.2.3: an apostrophe is legal in an address"},
			Body: func(t *kit.T) {
				asked := t.Person(kit.UserNameWith("d'arcy")).UserName
				cut, _, _ := strings.Cut(asked, "'")
				bare := t.Person(func(u *okta.User) { u.UserName = strings.Replace(asked, "'", "", 1) })
				t.AwaitFindable(kit.PushIfAllowed(t, "a userName that is no e-mail address", bare))
				ends := t.Person(func(u *okta.User) { u.UserName = cut })
				if a := t.Okta.CreateUser(t, ends); a.OK() && a.Resource.ID() != "" {
					t.AwaitFindable(kit.Person{ID: a.Resource.ID(), Sent: ends})
				}
				nobody(t, asked)
			},
		},
		{
			ID: "users.lookup.neighbours", Level: kit.Must, Evidence: kit.Recorded, Depth: kit.Full,
			Title:   "Users whose userNames differ in one sign are told apart",
			Symptom: kit.LinksAnother,
			Refs:    []string{kit.RefUserFilter, kit.RefUserName},
			Body: func(t *kit.T) {
				base := t.Person()
				var people []kit.Person
				for _, local := range []string{"ann", "anna", "ann_x", "ann.x", "ann-x"} {
					one := t.Person(func(u *okta.User) { u.UserName = base.UserName })
					kit.Mailbox(local)(&one)
					people = append(people, kit.PushIfAllowed(t, "a userName like "+one.UserName, one))
				}
				for _, p := range people {
					kit.FindByName(t, p)
				}
			},
		},
	}
}

// nameChecks: a userName may hold any character, and what an app
// accepts it must find.
func nameChecks() []kit.Check {
	odd := func(id string, level kit.Level, depth kit.Depth) kit.Check {
		return kit.Check{
			ID: "users.lookup." + id, Level: level, Evidence: kit.GroundOf(level, kit.Assumed), For: kit.OddNames(level), Journey: kit.PushOdd,
			Depth: depth, Title: "The lookup finds an odd userName",
			Symptom: "It works for everybody but a few: their assignments fail with a conflict or a server error.",
			Refs:    []string{"RFC 7644 §3.4.2.2: values follow the rules of JSON strings", kit.RefLookup},
			Body:    func(t *kit.T) { kit.FindByName(t, t.Allowed(t.Whom().Name).Person) },
		}
	}
	escaped := odd("escaped-name", kit.Should, kit.Full)
	escaped.Title = "The lookup finds a userName with a sign that filters escape"
	return []kit.Check{
		odd("odd-name", kit.Must, kit.Standard),
		escaped,
		{
			ID: "users.lookup.persona", Level: kit.Must, Evidence: kit.Recorded, For: kit.Personas(), Journey: kit.PushOdd, Depth: kit.Quick,
			Title:   "The lookup finds a user with an unusual name or address, with the names as by id",
			Why:     "Okta asks for the userName as it is in its directory and takes the profile from the hit.",
			Symptom: kit.LinksNobody,
			Refs:    []string{kit.RefLookup, kit.RefUserFilter},
			Body: func(t *kit.T) {
				p := t.Allowed(t.Whom().Name).Person
				kit.AwaitUser(t, p.ID)
				kit.SeeHit(t, p, func() (okta.Resource, []check.Problem) {
					hit, problems := kit.LookUp(t, p)
					names := kit.OnlyAttributes(t.MustReadUser(p.ID), "name", "displayName", "title")
					return hit, check.All(problems, check.In("GET /Users?filter", check.Agree(names, hit)...))
				})
			},
		},
		{
			ID: "users.lookup.name-long", Level: kit.Must, Evidence: kit.Recorded,
			Title:   "The lookup finds a userName of a hundred letters",
			Why:     "Okta allows logins of 5 to 100 characters; a column that cuts the name makes it unfindable.",
			Symptom: kit.LinksNobody,
			Refs:    []string{kit.RefLookup, "Okta user profile: login has 5 to 100 characters"},
			Body: func(t *kit.T) {
				p := t.NewUserIfAllowed("a userName of a hundred letters", longUserName(t, 100))
				if stored := t.MustReadUser(p.ID).String("userName"); len(stored) < len(p.Sent.UserName) {
					t.Failf("GET /Users/{id}", "userName", p.Sent.UserName, "%s", stored)
					return
				}
				kit.FindByName(t, p)
			},
		},
	}
}

// longUserName stretches the userName to n octets; of an app that knows people by their address, the address too.
func longUserName(t *kit.T, n int) kit.Option {
	return func(u *okta.User) {
		letters := strings.Repeat("abcdefghijklmnopqrstuvwxyz", n/26+1)
		kit.UserNameWith(letters[:max(0, n-len(u.UserName)-1)])(u)
		if kit.KnownByEmail(t) {
			u.Email = u.UserName
		}
	}
}
