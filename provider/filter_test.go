package provider_test

import (
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/oktascim/oktascim/provider"
	"github.com/oktascim/oktascim/provider/internal/scimtest"
)

const enterprise = provider.SchemaEnterprise

func TestFilterUsers(t *testing.T) {
	t.Parallel()
	c := scimtest.NewClient(t)
	ada := c.User("Ada@Example.com", provider.Object{
		"externalId": "00uAda", "title": "Engineer", "nickName": `say "hi" \ there`,
		"name":     provider.Object{"givenName": "Ada", "familyName": "Åström"},
		"emails":   []any{provider.Object{"value": "ada@example.com", "type": "work", "primary": true}, provider.Object{"value": "ada@home.org", "type": "home"}},
		enterprise: provider.Object{"department": "R&D", "manager": provider.Object{"value": "m1", "displayName": "Max"}},
	})
	c.User("bob+tag@example.com", provider.Object{"active": false, "title": "engineering manager", "name": provider.Object{"givenName": "Bob"}})
	c.User("O'Hara@example.com", provider.Object{"name": provider.Object{"givenName": "Scarlett"}})
	c.User("zoë😀@example.com")
	group := c.Group("Admins", ada)

	const all = "Ada@Example.com bob+tag@example.com O'Hara@example.com zoë😀@example.com"
	const rest = "bob+tag@example.com O'Hara@example.com zoë😀@example.com"
	const adaOnly, bob = "Ada@Example.com", "bob+tag@example.com"
	tests := []struct{ filter, want string }{
		{`userName eq "ada@example.com"`, adaOnly},
		{`USERNAME EQ "ADA@EXAMPLE.COM"`, adaOnly},
		{`urn:ietf:params:scim:schemas:core:2.0:User:userName eq "ada@example.com"`, adaOnly},
		{`userName eq "ada@example.co"`, ""},
		{`userName eq "bob+tag@example.com"`, bob},
		{`userName eq "bob tag@example.com"`, ""},
		{`userName eq "o'hara@example.com"`, "O'Hara@example.com"},
		{`userName eq "ZOË😀@example.com"`, "zoë😀@example.com"},
		{`userName eq "zo\u00eb\ud83d\ude00@example.com"`, "zoë😀@example.com"},
		{`userName eq "zo\u00CB\uD83D\uDE00@example.com"`, "zoë😀@example.com"},
		{`nickName eq "say \"hi\" \\ there"`, adaOnly},
		{`userName ne "ada@example.com"`, rest},
		{`userName co "EXAMPLE"`, all},
		{`userName sw "bob"`, bob},
		{`userName ew "a@example.com"`, "Ada@Example.com O'Hara@example.com"},
		{`userName gt "b"`, rest},
		{`userName ge "bob+tag@example.com"`, rest},
		{`userName lt "b"`, adaOnly},
		{`userName le "ADA@example.com"`, adaOnly},
		{`title pr`, "Ada@Example.com bob+tag@example.com"},
		{`not (title pr)`, "O'Hara@example.com zoë😀@example.com"},
		{`not(title pr) and name.givenName eq "scarlett"`, "O'Hara@example.com"},
		{`title eq null`, "O'Hara@example.com zoë😀@example.com"},
		{`title ne null`, "Ada@Example.com bob+tag@example.com"},
		{`title ne "Engineer"`, rest},
		{`active eq true`, "Ada@Example.com O'Hara@example.com zoë😀@example.com"},
		{`active ne true`, bob},
		{`active eq False`, bob},
		{`externalId eq "00uAda"`, adaOnly},
		{`externalId eq "00uada"`, ""},
		{`id eq "` + ada + `"`, adaOnly},
		{`id eq "` + strings.ToUpper(ada) + `"`, ""},
		{`id ne "` + ada + `"`, rest},
		{`name.familyName eq "åSTRÖM"`, adaOnly},
		{`name.familyName sw "å"`, adaOnly},
		{`name pr and name.familyName pr`, "Ada@Example.com zoë😀@example.com"},
		{`emails eq "ADA@home.org"`, adaOnly},
		{`emails.value eq "ADA@home.org"`, adaOnly},
		{`email eq "ADA@home.org"`, adaOnly},
		{`emails co "home"`, adaOnly},
		{`emails.type eq "home"`, adaOnly},
		{`emails[type eq "work" and value co "home"]`, ""},
		{`emails[type eq "home" and value co "home"]`, adaOnly},
		{`emails[type eq "home" and (value co "nowhere" or value co "home")]`, adaOnly},
		{`emails[not (type eq "work")]`, adaOnly},
		{`emails[primary eq true and value sw "ADA"]`, adaOnly},
		{`emails[value eq "bob+tag@example.com"]`, bob},
		{`emails[type eq "home"] or userName sw "zo"`, "Ada@Example.com zoë😀@example.com"},
		{`phoneNumbers pr`, ""},
		{`phoneNumbers[type eq "work"]`, ""},
		{enterprise + `:department eq "r&d"`, adaOnly},
		{enterprise + `:manager.displayName eq "max"`, adaOnly},
		{enterprise + `:manager eq "m1"`, adaOnly},
		{enterprise + `:manager eq "M1"`, ""},
		{enterprise + ` pr`, adaOnly},
		{`groups.value eq "` + group + `"`, adaOnly},
		{`groups.display eq "admins"`, adaOnly},
		{`groups pr`, adaOnly},
		{`schemas eq "` + enterprise + `"`, adaOnly},
		{`meta.resourceType eq "User"`, all},
		{`meta.created gt "2020-01-01T00:00:00Z"`, all},
		{`meta.lastModified lt "2020-01-01T00:00:00+02:00"`, ""},
		{`meta.created sw "20"`, all},
		{`title eq "Engineer" and active eq true or userName sw "bob"`, "Ada@Example.com bob+tag@example.com"},
		{`title co "engineer" and (active eq false or userName sw "x")`, bob},
		{`(userName eq "ada@example.com")`, adaOnly},
		{`userName eq "ada@example.com" and title eq "nothing"`, ""},
		{`userName eq "ada@example.com" and active eq true`, adaOnly},
		{` userName  eq  "ada@example.com" `, adaOnly},
		{`password pr`, ""},
	}
	for _, tt := range tests {
		t.Run(tt.filter, func(t *testing.T) {
			a := c.Filter("/Users", tt.filter).Is(200)
			got := strings.Join(a.Each("", "userName"), " ")
			if diff := cmp.Diff(tt.want, got); diff != "" {
				t.Errorf("(-want +got):\n%s", diff)
			}
			a.Has("totalResults", float64(len(strings.Fields(tt.want))))
		})
	}
}

func TestFilterGroups(t *testing.T) {
	t.Parallel()
	c := scimtest.NewClient(t)
	jane, joe := c.User("jane@example.com"), c.User("joe@example.com")
	c.Group(`R&D "core" / 100%_*`, jane, joe)
	c.Group("Sales", jane)
	c.Group("Empty")
	tests := []struct{ filter, want string }{
		{`displayName eq "r&d \"CORE\" / 100%_*"`, `R&D "core" / 100%_*`},
		{`displayName eq "r&d \"core\" \/ 100%_*"`, `R&D "core" / 100%_*`},
		{`displayName eq "S*"`, ""},
		{`displayName eq "S%"`, ""},
		{`members.value eq "` + joe + `"`, `R&D "core" / 100%_*`},
		{`members[value eq "` + jane + `"]`, `R&D "core" / 100%_*|Sales`},
		{`members eq "` + jane + `" and displayName eq "sales"`, "Sales"},
		{`members.display eq "jane@example.com"`, `R&D "core" / 100%_*|Sales`},
		{`not (members pr)`, "Empty"},
	}
	for _, tt := range tests {
		t.Run(tt.filter, func(t *testing.T) {
			got := strings.Join(c.Filter("/Groups", tt.filter).Is(200).Each("", "displayName"), "|")
			if diff := cmp.Diff(tt.want, got); diff != "" {
				t.Errorf("(-want +got):\n%s", diff)
			}
		})
	}
}

func TestFilterRefused(t *testing.T) {
	t.Parallel()
	c := scimtest.NewClient(t)
	c.User("jane@example.com")
	for _, filter := range []string{
		``, ` `, `userName`, `userName eq`, `userName eq jane`, `userName eq 'jane'`, `userName eq "jane`, `userName is "jane"`,
		`userName eq "a" and`, `(userName eq "a"`, `userName eq "a")`, `userName eq "\x"`, `"a" eq userName`,
		`nothing eq "x"`, `name.nothing eq "x"`, `userName.value eq "x"`, `urn:example:User:x eq "x"`,
		`name eq "x"`, `emails[nothing eq "x"]`, `emails[type eq "x"`, `emails type eq "x"]`, `emails[ims[type eq "x"]]`, `userName[value eq "x"]`,
		`emails[]`, `emails[type eq "work"].value eq "x"`,
		`active gt true`, `active co true`, `active eq "true"`, `active sw "t"`, `userName eq 5`, `userName eq true`, `userName gt null`,
		`meta.created gt "yesterday"`, `x509Certificates.value gt "a"`, `meta eq "x"`,
		strings.Repeat("(", 60) + `userName pr` + strings.Repeat(")", 60),
		`userName eq "` + strings.Repeat("a", 20_000) + `"`,
	} {
		t.Run(filter[:min(len(filter), 40)], func(t *testing.T) {
			c.Filter("/Users", filter).Refused(400, "invalidFilter")
		})
	}
}

func TestFilterEncodings(t *testing.T) {
	t.Parallel()
	c := scimtest.NewClient(t)
	c.User("jane+x@example.com")
	for _, query := range []string{
		`filter=userName%20eq%20%22jane%2Bx%40example.com%22&startIndex=1&count=100`,
		`filter=userName+eq+%22jane%2Bx%40example.com%22&startIndex=1&count=100`,
		`filter=userName+eq+%22jane%2Bx@example.com%22`,
	} {
		c.Get("/Users?"+query).Is(200).Has("totalResults", 1.0)
	}
	c.Get("/Users?filter=%zz").Refused(400, "invalidSyntax")
}
