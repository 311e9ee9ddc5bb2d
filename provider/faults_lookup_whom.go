package provider

import (
	"errors"
	"strconv"
	"strings"
)

// lookupWhomFaults find somebody else than who has the userName.
func lookupWhomFaults() []Fault {
	return []Fault{
		{
			ID: "lookup-username-case-sensitive", Category: "user-lookup", Level: Must,
			Story:  "Okta's look-up finds nobody when the case of the userName differs; the create that follows is refused as a duplicate.",
			Source: "https://github.com/zulip/zulip/issues/21758",
			Apply: func(b *Behaviours) {
				next := b.Match
				b.Match = func(rq *Request, f *Filter, view Object) bool {
					if name, ok := f.Equals("userName"); ok && text(view, "userName") != name {
						return false
					}
					return next(rq, f, view)
				}
			},
		},
		{
			ID: "lookup-apostrophe-wrong-user", Category: "user-lookup", Level: Must,
			Story:  "The value ends at an apostrophe for this app: who looks for A'KELAH gets user A linked.",
			Source: "https://github.com/wso2/product-is/issues/6631",
			Apply: lookUpBy(func(asked, stored string) bool {
				before, _, _ := strings.Cut(asked, "'")
				return fold(before) == fold(stored)
			}),
		},
		{
			ID: "lookup-by-email-not-username", Category: "user-lookup", Level: Must,
			Story:  "A userName is looked for among the e-mail addresses: where the two differ, nobody or somebody else is linked.",
			Source: "https://github.com/sourcegraph/sourcegraph/pull/49095",
			Apply: func(b *Behaviours) {
				next := b.ParseFilter
				b.ParseFilter = func(rq *Request, raw string) (*Filter, error) {
					f, err := next(rq, raw)
					if asked, ok := userNameAsked(rq, f, err); ok {
						return next(rq, "emails.value eq "+strconv.Quote(asked))
					}
					return f, err
				}
			},
		},
		{
			ID: "lookup-signs-cleaned", Category: "user-lookup", Level: Must,
			Story:  "Signs that an input filter takes for dangerous are cut out of the value before it is looked for: r&d@example.com is never found.",
			Source: "the grid: a look-up × odd characters",
			Apply: lookUpBy(func(asked, stored string) bool {
				return fold(strings.NewReplacer("&", "", "#", "", "/", "", "{", "", "}", "").Replace(asked)) == fold(stored)
			}),
		},
		{
			ID: "lookup-one-per-address", Category: "user-lookup", Level: Must,
			Story:  "Of people who share an e-mail address the look-up finds only the first; the others are pushed as new and refused.",
			Source: "the grid: a look-up × exactly one",
			Apply:  lookUpFindsFirstOfAddress,
		},
		{
			ID: "lookup-eq-as-starts-with", Category: "user-lookup", Level: Must,
			Story:  "eq finds every userName that begins with the value, and Okta links somebody else's account.",
			Source: "the grid: a look-up × exactly one",
			Apply:  lookUpBy(func(asked, stored string) bool { return strings.HasPrefix(fold(stored), fold(asked)) }),
		},
		{
			ID: "lookup-cut-off-tail-found", Category: "user-lookup", Level: Must,
			Story:  "A longer userName than the stored one finds it, because the comparison ends with the shorter one.",
			Source: "the grid: a look-up × exactly one",
			Apply: lookUpBy(func(asked, stored string) bool {
				return stored != "" && strings.HasPrefix(fold(asked), fold(stored))
			}),
		},
		{
			ID: "lookup-like-wildcards", Category: "user-lookup", Level: Must,
			Story:  "The value is a pattern, as in LIKE: an underscore stands for any letter, and Okta links a_b with axb.",
			Source: "the grid: a look-up × odd values",
			Apply:  lookUpBy(func(asked, stored string) bool { return like(fold(asked), fold(stored)) }),
		},
		{
			ID: "lookup-plus-tag-stripped", Category: "user-lookup", Level: Must,
			Story:  "What follows a plus sign is left out, so that jane+test finds jane: Okta overwrites Jane's account.",
			Source: "the grid: a look-up × odd values",
			Apply:  lookUpBy(func(asked, stored string) bool { return fold(withoutTag(asked)) == fold(withoutTag(stored)) }),
		},
		{
			ID: "lookup-dots-ignored", Category: "user-lookup", Level: Must,
			Story:  "Dots before the @ do not count, as with one mail service: j.doe and jdoe are the same account.",
			Source: "the grid: a look-up × odd values",
			Apply:  lookUpBy(func(asked, stored string) bool { return fold(withoutDots(asked)) == fold(withoutDots(stored)) }),
		},
		{
			ID: "lookup-accents-ignored", Category: "user-lookup", Level: Must,
			Story:  "ü is the same as u to the database, so that Müller is linked with Muller's account.",
			Source: "the grid: a look-up × odd values",
			Apply:  lookUpBy(func(asked, stored string) bool { return withoutAccents(asked) == withoutAccents(stored) }),
		},
		{
			ID: "lookup-non-ascii-missed", Category: "user-lookup", Level: Must,
			Story:  "The filter is read as Latin-1: whoever has other letters than a to z in the userName is not found.",
			Source: "the grid: a look-up × odd values",
			Apply:  lookUpBy(func(asked, stored string) bool { return fold(latin1(asked)) == fold(stored) }),
		},
		{
			ID: "lookup-value-cut-at-64", Category: "user-lookup", Level: Must,
			Story:  "The value is cut after 64 letters, and whoever has a longer userName is not found.",
			Source: "the grid: a look-up × long values",
			Apply:  lookUpBy(func(asked, stored string) bool { return fold(asked[:min(64, len(asked))]) == fold(stored) }),
		},
		{
			ID: "lookup-finds-by-any-name", Category: "user-lookup", Level: Must,
			Story:  "A userName is also compared with externalId and displayName, and Okta links somebody else's account.",
			Source: "the grid: a look-up × other attributes",
			Apply: func(b *Behaviours) {
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
		},
	}
}

// errSoftware is a failure that nobody thought of; it is answered 500.
var errSoftware = errors.New("the software failed")

// lookUpBy answers Okta's look-up with those whom same says. All users are compared, and no index is asked.
func lookUpBy(same func(asked, stored string) bool) func(*Behaviours) {
	return func(b *Behaviours) {
		next := b.ParseFilter
		b.ParseFilter = func(rq *Request, raw string) (*Filter, error) {
			f, err := next(rq, raw)
			if asked, ok := userNameAsked(rq, f, err); ok {
				match := func(o Object) bool { return same(asked, text(o, "userName")) }
				return FilterFunc(raw, []string{"userName"}, match), nil
			}
			return f, err
		}
	}
}

// lookUpFails lets some look-ups fail.
func lookUpFails(failure func(asked string) error) func(*Behaviours) {
	return func(b *Behaviours) {
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

// userNameAsked gives the userName of Okta's look-up, userName eq "…".
func userNameAsked(rq *Request, f *Filter, err error) (string, bool) {
	if err != nil || f == nil || !rq.IsUser() {
		return "", false
	}
	return f.Equals("userName")
}

func withoutTag(address string) string {
	local, domain, _ := strings.Cut(address, "@")
	local, _, _ = strings.Cut(local, "+")
	return local + "@" + domain
}

func withoutDots(address string) string {
	local, domain, _ := strings.Cut(address, "@")
	return strings.ReplaceAll(local, ".", "") + "@" + domain
}

func withoutAccents(s string) string {
	return strings.NewReplacer("ä", "a", "ö", "o", "ü", "u", "é", "e", "á", "a", "ñ", "n", "ç", "c").Replace(strings.ToLower(s))
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
func lookUpFindsFirstOfAddress(b *Behaviours) {
	var later recall[bool] // by id
	store := b.Store
	b.Store = func(rq *Request, tx Tx, before, after *Resource) error {
		if before == nil && after.Kind == KindUser {
			for _, e := range objects(after.Attributes["emails"]) {
				if key, ok := KeyFor("emails.value", text(e, "value")); ok && len(tx.Find(KindUser, key)) > 0 {
					later.set(rq, after.ID, true)
				}
			}
		}
		return store(rq, tx, before, after)
	}
	match := b.Match
	b.Match = func(rq *Request, f *Filter, view Object) bool {
		if _, ok := f.Equals("userName"); ok && later.has(rq, text(view, "id")) {
			return false
		}
		return match(rq, f, view)
	}
}
