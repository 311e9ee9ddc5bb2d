package faulty

import (
	"errors"
	"net/http"
	"strconv"
	"strings"

	"github.com/oktascim/oktascim/provider"
	"github.com/oktascim/oktascim/provider/internal/hook"
	"github.com/oktascim/oktascim/provider/internal/scim"
)

func lookupFaults() []Fault {
	return inCategory("user-lookup", []Fault{{
		ID: "lookup-username-cut-64", Source: grid("a create with a long userName × look-up"),
		Story: "The column of the userName has 64 octets and cuts what is longer: Okta's look-up misses, and the next push makes a second account.",
		Apply: userCreated(func(_ *Request, attrs Object) {
			if name := scim.Text(attrs, "userName"); len(name) > 64 {
				attrs["userName"] = name[:64]
			}
		}),
	}, {
		ID: "lookup-plus-as-space", Source: report("https://github.com/appsmithorg/appsmith/issues/25452"),
		Story: "The filter is decoded twice, so that nobody with a plus sign in the userName is found and their creates fail with 409.",
		Apply: func(b *Behaviors) {
			next := b.ParseFilter
			b.ParseFilter = func(rq *Request, raw string) (*Filter, error) {
				return next(rq, strings.ReplaceAll(raw, "+", " "))
			}
		},
	}, {
		ID: "lookup-quoted-value-rejected", Source: report("https://github.com/wso2/product-is/issues/3373"),
		Story: "The quotes around the userName are taken for a part of it: nobody is ever found, and each create of somebody who exists fails.",
		Apply: lookUpBy(func(asked, stored string) bool { return stored == `"`+asked+`"` }),
	}, {
		ID:     "lookup-filter-dropped-with-other-params",
		Source: report("https://github.com/wso2/product-is/issues/5090"),
		Story:  "The filter does not count when startIndex stands beside it: Okta gets everybody and links the wrong person.",
		Apply: filterDropped(func(rq *Request, _ *Filter) bool {
			return rq.HTTP.URL.Query().Has("startIndex")
		}),
	}, {
		ID:     "lookup-quoted-space-escape-parse-error",
		Source: report("https://github.com/kanidm/kanidm/issues/3673"),
		Story:  "The filter is split at blanks and knows no escapes: whoever has a blank or a quote in his name cannot be linked.",
		Apply: func(b *Behaviors) {
			next := b.ParseFilter
			b.ParseFilter = func(rq *Request, raw string) (*Filter, error) {
				if rq.IsUser() && (len(strings.Fields(raw)) != 3 || strings.Contains(raw, `\`)) {
					return nil, provider.InvalidFilter("The filter %q cannot be read.", raw)
				}
				return next(rq, raw)
			}
		},
	}, {
		ID: "lookup-special-username-500", Source: report("https://github.com/wso2/product-is/issues/5119"),
		Story: "Signs that mean something to the database break the query: the task of such a user ends with an internal server error.",
		Apply: lookUpFails(func(asked string) error {
			if strings.ContainsAny(asked, `'"\%;()`) {
				return errSoftware
			}
			return nil
		}),
	}, {
		ID: "lookup-plus-encoded-blank-rejected", Source: grid("a look-up × both encodings"),
		Story: "Blanks of a filter are understood as %20 only, and Okta has been seen to write them as +: every look-up fails.",
		Apply: func(b *Behaviors) {
			next := b.ParseQuery
			b.ParseQuery = func(rq *Request) error {
				asked := rq.HTTP
				defer func() { rq.HTTP = asked }()
				u, h := *asked.URL, *asked
				u.RawQuery = strings.ReplaceAll(u.RawQuery, "+", "%2B")
				h.URL, rq.HTTP = &u, &h
				return next(rq)
			}
		},
	}, {
		ID: "lookup-without-paging-finds-all", Source: grid("a look-up × without paging"),
		Story: "The filter counts only together with paging parameters, and Okta's SPEC test sends it alone.",
		Apply: filterDropped(func(rq *Request, _ *Filter) bool {
			return !rq.HTTP.URL.Query().Has("startIndex")
		}),
	}, {
		ID: "lookup-must-come-first", Level: Should, Source: grid("a look-up × order of the parameters"),
		Story: "The filter is read only as the first parameter; any other order finds everybody.",
		Apply: filterDropped(func(rq *Request, _ *Filter) bool {
			return !strings.HasPrefix(rq.HTTP.URL.RawQuery, "filter")
		}),
	}, {
		ID: "lookup-race-mixed-up", Source: grid("a look-up × several at once"),
		Story: "The filter is kept where all requests share it: of two look-ups at once, one gets the other's answer.",
		Apply: func(b *Behaviors) {
			var last hook.Recall[*Filter]
			next := b.ParseFilter
			b.ParseFilter = func(rq *Request, raw string) (*Filter, error) {
				f, err := next(rq, raw)
				if _, ok := userNameAsked(rq, f, err); !ok {
					return f, err
				}
				last.Set(rq, "", f)
				linger(rq)
				f, _ = last.Get(rq, "")
				return f, nil
			}
		},
	}, {
		ID: "lookup-unknown-not-200-empty", Source: report("https://github.com/wso2/charon/issues/60"),
		Story: "A look-up that finds nobody is answered 404 with an empty body, and Okta stops before it creates the user.",
		Apply: func(b *Behaviors) {
			next := b.List
			b.List = func(rq *Request) (*Response, error) {
				found, err := next(rq)
				if err == nil && rq.IsUser() && rq.Query.Filter != nil && found.Object()["totalResults"] == 0 {
					return provider.Respond(http.StatusNotFound, nil), nil
				}
				return found, err
			}
		},
	}, {
		ID: "lookup-username-case-sensitive", Source: report("https://github.com/zulip/zulip/issues/21758"),
		Story: "Okta's look-up finds nobody when the case of the userName differs; the create that follows is refused as a duplicate.",
		Apply: func(b *Behaviors) {
			next := b.Match
			b.Match = func(rq *Request, f *Filter, view Object) bool {
				if name, ok := f.Equals("userName"); ok && scim.Text(view, "userName") != name {
					return false
				}
				return next(rq, f, view)
			}
		},
	}, {
		ID: "lookup-apostrophe-wrong-user", Source: report("https://github.com/wso2/product-is/issues/6631"),
		Story: "The value ends at an apostrophe for this app: who looks for A'KELAH gets user A linked.",
		Apply: lookUpBy(func(asked, stored string) bool {
			before, _, _ := strings.Cut(asked, "'")
			return scim.Fold(before) == scim.Fold(stored)
		}),
	}, {
		ID: "lookup-by-email-not-username", Source: report("https://github.com/sourcegraph/sourcegraph/pull/49095"),
		Story: "A userName is looked for among the e-mail addresses: where the two differ, nobody or somebody else is linked.",
		Apply: func(b *Behaviors) {
			next := b.ParseFilter
			b.ParseFilter = func(rq *Request, raw string) (*Filter, error) {
				f, err := next(rq, raw)
				if asked, ok := userNameAsked(rq, f, err); ok {
					return next(rq, "emails.value eq "+strconv.Quote(asked))
				}
				return f, err
			}
		},
	}, {
		ID: "lookup-signs-cleaned", Source: grid("a look-up × odd characters"),
		Story: "Signs that an input filter takes for dangerous are cut out of the value before it is looked for: r&d@example.com is never found.",
		Apply: lookUpBy(func(asked, stored string) bool {
			return scim.Fold(strings.NewReplacer("&", "", "#", "", "/", "", "{", "", "}",
				"").Replace(asked)) == scim.Fold(stored)
		}),
	}, {
		ID: "lookup-one-per-address", Source: grid("a look-up × exactly one"),
		Story: "Of people who share an e-mail address the look-up finds only the first; the others are pushed as new and refused.",
		Apply: lookUpFindsFirstOfAddress,
	}, {
		ID: "lookup-eq-as-starts-with", Source: grid("a look-up × exactly one"),
		Story: "eq finds every userName that begins with the value, and Okta links somebody else's account.",
		Apply: lookUpBy(func(asked, stored string) bool { return strings.HasPrefix(scim.Fold(stored), scim.Fold(asked)) }),
	}, {
		ID: "lookup-cut-off-tail-found", Source: grid("a look-up × exactly one"),
		Story: "A longer userName than the stored one finds it, because the comparison ends with the shorter one.",
		Apply: lookUpBy(func(asked, stored string) bool {
			return stored != "" && strings.HasPrefix(scim.Fold(asked), scim.Fold(stored))
		}),
	}, {
		ID: "lookup-like-wildcards", Source: grid("a look-up × odd values"),
		Story: "The value is a pattern, as in LIKE: an underscore stands for any letter, and Okta links a_b with axb.",
		Apply: lookUpBy(func(asked, stored string) bool { return like(scim.Fold(asked), scim.Fold(stored)) }),
	}, {
		ID: "lookup-plus-tag-stripped", Source: grid("a look-up × odd values"),
		Story: "What follows a plus sign is left out, so that jane+test finds jane: Okta overwrites Jane's account.",
		Apply: lookUpBy(func(asked, stored string) bool { return scim.Fold(withoutTag(asked)) == scim.Fold(withoutTag(stored)) }),
	}, {
		ID: "lookup-dots-ignored", Source: grid("a look-up × odd values"),
		Story: "Dots before the @ do not count, as with one mail service: j.doe and jdoe are the same account.",
		Apply: lookUpBy(func(asked, stored string) bool {
			return scim.Fold(withoutDots(asked)) == scim.Fold(withoutDots(stored))
		}),
	}, {
		ID: "lookup-accents-ignored", Source: grid("a look-up × odd values"),
		Story: "ü is the same as u to the database, so that Müller is linked with Muller's account.",
		Apply: lookUpBy(func(asked, stored string) bool { return withoutAccents(asked) == withoutAccents(stored) }),
	}, {
		ID: "lookup-non-ascii-missed", Source: grid("a look-up × odd values"),
		Story: "The filter is read as Latin-1: whoever has other letters than a to z in the userName is not found.",
		Apply: lookUpBy(func(asked, stored string) bool { return scim.Fold(latin1(asked)) == scim.Fold(stored) }),
	}, {
		ID: "lookup-finds-by-any-name", Source: grid("a look-up × other attributes"),
		Story: "A userName is also compared with externalId and displayName, and Okta links somebody else's account.",
		Apply: func(b *Behaviors) {
			next := b.ParseFilter
			b.ParseFilter = func(rq *Request, raw string) (*Filter, error) {
				f, err := next(rq, raw)
				if asked, ok := userNameAsked(rq, f, err); ok {
					quoted := strconv.Quote(asked)
					return next(rq, "userName eq "+quoted+" or displayName eq "+quoted+" or externalId eq "+quoted)
				}
				return f, err
			}
		},
	}})
}

// filterDropped forgets some filters of users.
func filterDropped(when func(*Request, *Filter) bool) func(*Behaviors) {
	return func(b *Behaviors) {
		next := b.ParseFilter
		b.ParseFilter = func(rq *Request, raw string) (*Filter, error) {
			f, err := next(rq, raw)
			if err == nil && f != nil && rq.IsUser() && when(rq, f) {
				return nil, nil
			}
			return f, err
		}
	}
}

// errSoftware is a failure that nobody thought of; it is answered 500.
var errSoftware = errors.New("the software failed")

// lookUpBy answers Okta's look-up with those whom same says. All users are compared, and no index is asked.
func lookUpBy(same func(asked, stored string) bool) func(*Behaviors) {
	return func(b *Behaviors) {
		next := b.ParseFilter
		b.ParseFilter = func(rq *Request, raw string) (*Filter, error) {
			f, err := next(rq, raw)
			if asked, ok := userNameAsked(rq, f, err); ok {
				match := func(o Object) bool { return same(asked, scim.Text(o, "userName")) }
				return provider.FilterFunc(raw, []string{"userName"}, match), nil
			}
			return f, err
		}
	}
}

// lookUpFails lets some look-ups fail.
func lookUpFails(failure func(asked string) error) func(*Behaviors) {
	return func(b *Behaviors) {
		next := b.ParseFilter
		b.ParseFilter = func(rq *Request, raw string) (*Filter, error) {
			f, err := next(rq, raw)
			if asked, ok := userNameAsked(rq, f, err); ok {
				return f, failure(asked)
			}
			return f, err
		}
	}
}

func withoutAccents(s string) string {
	return strings.NewReplacer("ä", "a", "ö", "o", "ü", "u", "é", "e", "á", "a", "ñ", "n", "ç",
		"c").Replace(strings.ToLower(s))
}

// latin1 reads the octets of UTF-8 one by one.
func latin1(s string) string {
	runes := make([]rune, len(s))
	for i := range len(s) {
		runes[i] = rune(s[i])
	}
	return string(runes)
}

// lookUpFindsFirstOfAddress hides those from look-ups whose address somebody had when they were created.
func lookUpFindsFirstOfAddress(b *Behaviors) {
	var later hook.Recall[bool] // by id
	store := b.Store
	b.Store = func(rq *Request, tx Tx, before, after *Resource) error {
		if before == nil && after.Kind == provider.KindUser {
			for _, e := range scim.Objects(after.Attributes["emails"]) {
				if key, ok := provider.KeyFor("emails.value", scim.Text(e, "value")); ok &&
					len(tx.Find(provider.KindUser, key)) > 0 {
					later.Set(rq, after.ID, true)
				}
			}
		}
		return store(rq, tx, before, after)
	}
	match := b.Match
	b.Match = func(rq *Request, f *Filter, view Object) bool {
		if _, ok := f.Equals("userName"); ok && later.Has(rq, scim.Text(view, "id")) {
			return false
		}
		return match(rq, f, view)
	}
}
