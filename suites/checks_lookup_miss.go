package suites

import (
	"net/http"
	"slices"
	"strings"

	"github.com/oktascim/oktascim/suites/check"
	"github.com/oktascim/oktascim/suites/okta"
)

func lookupMissChecks() []Check {
	return []Check{
		{
			ID: "users.lookup.miss", Level: Must,
			Title:   "The lookup of a userName that nobody has finds nobody",
			Why:     "Okta creates the user then. The reference takes an empty list and a 404 with a SCIM Error.",
			Symptom: "New users are not created: the assignment fails, or somebody else is linked.",
			Refs:    []string{refLookup, "Okta SPEC steps 3 and 5", "RFC 7644 §3.4.2"},
			Body: func(t *T) {
				name := t.Person().UserName
				t.Report(check.Miss(t.Okta.LookupUser(t, name), name))
			},
		},
		{
			ID: "users.lookup.after-miss", Level: Must, Needs: []Need{NeedPushUsers},
			Title:   "Whom Okta looked up in vain and then created is found by the same lookup",
			Why:     "An app that keeps answers of lookups in a cache goes on saying that there is nobody.",
			Symptom: makesTwins,
			Refs:    []string{refLookup, refCreate, "OIN C9335"},
			Body: func(t *T) {
				sent := t.Person()
				run := t.Okta.PushUser(t, sent)
				t.pushWent(run)
				p := Person{ID: run.ID, Sent: sent}
				t.findByName(p)
			},
		},
		{
			ID: "users.lookup.miss-empty-list", Level: Should,
			Title:   "The lookup of a userName that nobody has is answered 200 with totalResults 0",
			Why:     "Okta's SPEC test takes no 404 there.",
			Symptom: "Okta's SPEC test is red in step 3.",
			Refs:    []string{"Okta SPEC steps 3 and 5", "RFC 7644 §3.4.2"},
			Body: func(t *T) {
				a := t.Okta.LookupUser(t, t.Person().UserName)
				t.Report(check.Status(a, http.StatusOK))
				t.StopIfFailed()
				t.Report(check.Count(a, "totalResults"), check.ResourcesArray(a))
			},
		},
		{
			ID: "users.lookup.empty-value", Level: Should,
			Title:   "The lookup of an empty userName finds nobody",
			Why:     "A mapping that yields nothing makes such a filter. Everybody has a userName, so nobody matches.",
			Symptom: linksAnother,
			Refs:    []string{refUserFilter, "RFC 7643 §4.1.1: userName must not be empty"},
			Body: func(t *T) {
				t.findable(t.NewUser())
				if !onlyNameless(t.Okta.LookupUser(t, "")) { // whoever has no userName is found rightly
					t.nobodyOrRefused("")
				}
			},
		},
		{
			ID: "users.lookup.special-miss", Level: Must,
			Title:   "The lookup of an unknown userName with special characters finds nobody and is no server error",
			Why:     "Okta asks for every user before it knows whether the app has one.",
			Symptom: "«Internal Server Error» in the provisioning task of some people.",
			Refs:    []string{refUserFilter, refLookup},
			Body: func(t *T) {
				for _, local := range []string{"o'neil", "a+b", "50%off", "r&d", "müller", "小龍", "😀", "semi;colon", "pound#sign"} {
					name := t.Person(userNameWith(local)).UserName
					t.nobody(name)
				}
				for _, local := range []string{`quo"te`, `back\slash`, "new\nline", "(a) or [b]"} {
					name := t.Person(userNameWith(local)).UserName
					t.nobodyOrRefused(name)
				}
			},
		},
		{
			ID: "users.lookup.injection", Level: Must,
			Title:   "A value that looks like a filter or a database query is a value",
			Why:     "The quotes in it are escaped, so it names nobody. Refusing the filter is fine.",
			Symptom: linksAnother,
			Refs:    []string{"RFC 7644 §3.4.2.2: values follow the rules of JSON strings"},
			Body: func(t *T) {
				t.findable(t.NewUser())
				t.nobodyOrRefused(
					`" or userName pr or userName eq "`,
					`x" or active eq "true`,
					`' or '1'='1`,
					`x' or 1=1 -- `,
					`\" or userName pr or userName eq \"`,
					`{"$ne":null}`,
					`*)(uid=*`,
				)
			},
		},
		{
			ID: "users.lookup.only-username", Level: Must,
			Title:   "The lookup compares the userName and not the id, the externalId, the name or another attribute",
			Symptom: linksAnother,
			Refs:    []string{refUserFilter},
			Body: func(t *T) {
				p := t.NewUser(Named("Uno", "Solo", "Uno Solo "+t.Env().Names.Next()))
				t.findable(p)
				values := []string{p.Sent.ExternalID, p.Sent.DisplayName}
				// Some apps make the userName the id.
				if !strings.EqualFold(p.Sent.UserName, p.ID) && !strings.EqualFold(t.mustReadUser(p.ID).String("userName"), p.ID) {
					values = append(values, p.ID)
				}
				t.nobody(values...)
			},
		},
	}
}

// onlyNameless tells whether all users of a list have the empty userName.
func onlyNameless(a okta.Answer) bool {
	list, _ := a.List()
	return len(list) > 0 && !slices.ContainsFunc(list, func(r okta.Resource) bool { return r.String("userName") != "" })
}
