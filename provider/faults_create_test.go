package provider_test

import (
	"maps"
	"strings"

	"github.com/oktascim/oktascim/provider"
)

func createScenarios() scenarios { return createSights().scenarios() }

func createSights() sights {
	all := sights{}
	maps.Copy(all, createAnswerSights())
	maps.Copy(all, createDuplicateSights())
	maps.Copy(all, createRefusalSights())
	maps.Copy(all, createStoredSights())
	return all
}

func createAnswerSights() sights {
	answered := func(path string, more provider.Object) func(c *client) any {
		return func(c *client) any {
			body := newUser("jane@example.com")
			maps.Copy(body, more)
			return c.post("/Users", body).at(path)
		}
	}
	return sights{
		"create-empty-body": sees(true, false, func(c *client) any { return len(c.post("/Users", newUser("jane@x")).raw) > 0 }),
		"create-returned-id-not-real": sees(200, 404, func(c *client) any {
			return c.get("/Users/" + c.user("jane@x")).status
		}),
		"create-answers-200":            sees(201, 200, func(c *client) any { return c.post("/Users", newUser("jane@x")).status }),
		"create-answer-only-id":         sees("Jane", nil, answered("name.givenName", nil)),
		"create-answer-without-schemas": sees(provider.SchemaUser, nil, answered("schemas.0", nil)),
		"create-answer-shows-password":  sees(nil, "secret", answered("password", provider.Object{"password": "secret"})),
		"create-answer-active-as-text":  sees(true, "true", answered("active", nil)),
		"create-listed-with-other-names": sees("Doe", "DOE", func(c *client) any {
			c.get("/Users/"+c.user("jane@x")).has("name.familyName", "Doe")
			return c.get("/Users").at("Resources.0.name.familyName")
		}),
		"create-answer-claims-more": sees([]any{"Boss", "Boss"}, []any{"Boss", nil}, func(c *client) any {
			body := newUser("jane@x")
			body["title"] = "Boss"
			a := c.post("/Users", body).is(201)
			return []any{a.at("title"), c.get("/Users/" + a.id()).at("title")}
		}),
	}
}

func createDuplicateSights() sights {
	again := func(first, second string, show func(c *client, a *answer) any) func(c *client) any {
		return func(c *client) any {
			c.user(first)
			return show(c, c.post("/Users", provider.Object{"userName": second, "displayName": "Other"}))
		}
	}
	status := func(_ *client, a *answer) any { return a.status }
	beside := func(taken, free string) func(c *client) any {
		return func(c *client) any {
			c.user(taken)
			c.user("other@x")
			return c.post("/Users", newUser(free)).status
		}
	}
	name := func(c *client, _ *answer) any {
		return c.filter("/Users", `userName eq "jane@x"`).each("", "displayName")
	}
	twoAtOnce := func(c *client) any {
		return atOnce(2, func(int) *answer { return c.post("/Users", newUser("jane@example.com")) })
	}
	return sights{
		"create-duplicate-400":            sees(409, 400, again("jane@x", "jane@x", status)),
		"create-duplicate-201-overwrites": sees([]string{"Jane Doe"}, []string{"Other"}, again("jane@x", "jane@x", name)),
		"create-duplicate-201-second":     sees([]string{"Jane Doe"}, []string{"Jane Doe", "Other"}, again("jane@x", "jane@x", name)),
		"create-duplicate-no-scimtype": sees("uniqueness", "", again("jane@x", "jane@x", func(_ *client, a *answer) any {
			return a.is(409).text("scimType")
		})),
		"create-race-500":          sees([]int{201, 409}, []int{201, 500}, twoAtOnce),
		"create-race-two-accounts": sees([]int{201, 409}, []int{201, 201}, twoAtOnce),
		"create-case-variant-duplicate": sees([]int{409, 409}, []int{201, 409}, func(c *client) any {
			c.user("jane@x")
			return []int{c.post("/Users", newUser("Jane@x")).status, c.post("/Users", newUser("jane@x")).status}
		}),
		"create-dedupe-on-email-false-409": sees(201, 409, func(c *client) any {
			c.user("jane@x", provider.Object{"emails": emails()})
			return c.post("/Users", provider.Object{"userName": "joe@x", "emails": emails()}).status
		}),
		"create-dedupe-on-display-name": sees(201, 409, func(c *client) any {
			c.user("jane@x")
			return c.post("/Users", newUser("joe@x")).status
		}),
		"create-taken-by-longer-name": sees(201, 409, beside("annabel@x", "anna@x")),
		"create-taken-by-pattern":     sees(201, 409, beside("kimxlee@x", "kim_lee@x")),
		"create-taken-without-dots":   sees(201, 409, beside("kimlee@x", "kim.lee@x")),
		"create-race-same-id": sees(3.0, 1.0, func(c *client) any {
			atOnce(3, func(i int) *answer { return c.post("/Users", newUser(string(rune('a'+i))+"@x")) })
			return c.get("/Users").at("totalResults")
		}),
		"create-refused-but-stored": sees(0.0, 1.0, func(c *client) any {
			c.post("/Users", `{"userName":"jane@x","name":"no object"}`).is(400)
			return c.get("/Users").at("totalResults")
		}),
		"create-refused-but-overwrites": sees([]string{"Jane Doe"}, []string{"Other"}, again("jane@x", "jane@x", func(c *client, a *answer) any {
			a.is(409)
			return name(c, a)
		})),
		"create-after-refusal-fails": sees([]int{201, 201}, []int{400, 201}, again("jane@x", "jane@x", func(c *client, a *answer) any {
			a.is(409)
			c.post("/Users", `{}`).is(400)
			return []int{c.post("/Users", newUser("joe@x")).status, c.post("/Users", newUser("jim@x")).status}
		})),
	}
}

func createRefusalSights() sights {
	refused := func(status int, more provider.Object) sight {
		return sees(201, status, func(c *client) any {
			c.post("/Users", `{"userName":"joe@x","externalId":"7"}`).is(201)
			body := newUser("jane@x")
			maps.Copy(body, more)
			return c.post("/Users", body).status
		})
	}
	department := provider.Object{"department": "Sales"}
	return sights{
		"create-password-policy-rejects":  refused(400, provider.Object{"password": "1mz1q2b4"}),
		"create-externalid-required":      refused(400, nil),
		"create-active-rejected-500":      refused(500, nil),
		"create-active-false-rejected":    refused(400, provider.Object{"active": false}),
		"create-enterprise-ext-rejected":  refused(400, provider.Object{provider.SchemaEnterprise: department}),
		"create-schemas-element-rejected": refused(400, provider.Object{"schemas": []any{provider.SchemaUser, provider.SchemaEnterprise}}),
		"create-groups-key-rejected":      refused(400, provider.Object{"groups": []any{}}),
		"create-null-rejected":            refused(400, provider.Object{"title": nil}),
		"create-empty-text-rejected":      refused(400, provider.Object{"title": ""}),
		"create-empty-list-rejected":      refused(400, provider.Object{"phoneNumbers": []any{}}),
		"create-long-password-rejected":   refused(400, provider.Object{"password": strings.Repeat("x", 17)}),
		"create-unknown-attribute-500":    refused(500, provider.Object{"shoeSize": "42"}),
	}
}

func createStoredSights() sights {
	some := func(name string, v any) provider.Object { return provider.Object{name: v} }
	type o = provider.Object
	named := func(given, family string) o { return o{"name": o{"givenName": given, "familyName": family}} }
	return sights{
		"create-externalid-dropped":      sees("00uAbC", nil, shownCreated("externalId", some("externalId", "00uAbC"))),
		"create-externalid-lower-case":   sees("00uAbC", "00uabc", shownCreated("externalId", some("externalId", "00uAbC"))),
		"create-active-false-ignored":    sees(false, true, shownCreated("active", some("active", false))),
		"create-active-omitted-inactive": sees(true, false, func(c *client) any { return c.post("/Users", `{"userName":"jane@x"}`).at("active") }),
		"create-names-dropped":           sees("Jane", nil, shownCreated("name.givenName", nil)),
		"create-username-lowercased":     sees("Jane@x", "jane@x", shownCreated("userName", some("userName", "Jane@x"))),
		"create-username-from-email":     sees("jane@example.com", "work@example.com", shownCreated("userName", some("emails", emails()))),
		"create-inactive-until-sign-in":  sees(true, false, shownCreated("active", nil)),
		"create-username-signs-dropped":  sees("o'neil+x@y", "oneilx@y", shownCreated("userName", some("userName", "o'neil+x@y"))),
		"create-primary-flag-lost":       sees(true, nil, shownCreated("emails.0.primary", nil)),
		"create-first-email-not-primary": sees(true, false, shownCreated("emails.1.primary", some("emails", emails()))),
		"create-email-type-lost":         sees("work", nil, shownCreated("emails.0.type", nil)),
		"create-email-types-all-work":    sees("home", "work", shownCreated("emails.0.type", some("emails", emails()))),
		"create-emails-dropped":          sees("jane@example.com", nil, shownCreated("emails.0.value", nil)),
		"create-second-email-dropped":    sees("home@example.com", "work@example.com", shownCreated("emails.0.value", some("emails", emails()))),
		"create-emails-doubled":          sees(nil, "jane@example.com", shownCreated("emails.1.value", nil)),
		"create-display-name-dropped":    sees("JD", nil, shownCreated("displayName", some("displayName", "JD"))),
		"create-display-name-from-names": sees("JD", "Jane Doe", shownCreated("displayName", some("displayName", "JD"))),
		"create-names-swapped":           sees("Jane", "Doe", shownCreated("name.givenName", nil)),
		"create-locale-underscore":       sees("en-US", "en_US", shownCreated("locale", some("locale", "en-US"))),
		"create-joins-first-group": sees([]string{}, []string{"Sales"}, func(c *client) any {
			c.group("Sales")
			return c.get("/Users/"+c.user("jane@x")).each("groups", "display")
		}),
		"create-display-name-cut-at-50":  sees(strings.Repeat("ü", 60), strings.Repeat("ü", 50), shownCreated("displayName", some("displayName", strings.Repeat("ü", 60)))),
		"create-family-name-cut-at-30":   sees(strings.Repeat("ü", 40), strings.Repeat("ü", 30), shownCreated("name.familyName", named("x", strings.Repeat("ü", 40)))),
		"create-emoji-dropped":           sees("Zoë 🚀!", "Zoë !", shownCreated("displayName", some("displayName", "Zoë 🚀!"))),
		"create-names-html-escaped":      sees("O'Brien", "O&#39;Brien", shownCreated("name.familyName", named("x", "O'Brien"))),
		"create-names-backslashed":       sees("O'Brien", `O\'Brien`, shownCreated("name.familyName", named("x", "O'Brien"))),
		"create-names-recased":           sees("McDonald", "Mcdonald", shownCreated("name.familyName", named("x", "McDonald"))),
		"create-names-ascii-only":        sees("Jürgen", "J?rgen", shownCreated("name.givenName", named("Jürgen", "x"))),
		"create-blanks-trimmed":          sees("Jane  Doe ", "Jane Doe", shownCreated("displayName", some("displayName", "Jane  Doe "))),
		"create-null-as-text":            sees(nil, "null", shownCreated("title", some("title", nil))),
		"create-empty-text-as-undefined": sees(nil, "undefined", shownCreated("title", some("title", ""))),
	}
}
