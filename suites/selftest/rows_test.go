package selftest

import (
	"fmt"
	"maps"
	"net/url"
	"slices"
	"strings"
	"testing"

	"github.com/oktascim/oktascim/fixtures"
	"github.com/oktascim/oktascim/reports"
	"github.com/oktascim/oktascim/suites"
	"github.com/oktascim/oktascim/suites/check"
	"github.com/oktascim/oktascim/suites/kit"
	"github.com/oktascim/oktascim/suites/okta"
)

// recordedRow is a line of what Okta is recorded to send: requests that follow one
// another, each by the name of its template.
type recordedRow struct {
	name     string
	dialects []okta.Dialect
	forms    []string
	// also judges the exchanges of the row beyond their forms; it may be nil.
	also func([]reports.Exchange) bool
}

func recordedRows() []recordedRow {
	both, aiw, oin := []okta.Dialect{okta.AIW, okta.OIN}, []okta.Dialect{okta.AIW}, []okta.Dialect{okta.OIN}
	body := func(i int, wants func(fixtures.Object) bool) func([]reports.Exchange) bool {
		return func(list []reports.Exchange) bool {
			o, err := fixtures.Ordered([]byte(list[i].Request))
			object, is := o.(fixtures.Object)
			return err == nil && is && wants(object)
		}
	}
	has := func(names ...string) func(fixtures.Object) bool {
		return func(o fixtures.Object) bool {
			return !slices.ContainsFunc(names, func(n string) bool { _, there := o.Get(n); return !there })
		}
	}
	encoded := func(text string) func([]reports.Exchange) bool {
		return func(list []reports.Exchange) bool { return strings.Contains(list[0].URL, text) }
	}
	lean := func(o fixtures.Object) bool {
		emails, _ := o.Get("emails")
		return !has("displayName")(o) && !has("locale")(o) && strings.Count(fmt.Sprint(emails), "{") == 2
	}
	empty := func(o fixtures.Object) bool {
		members, _ := o.Get("members")
		list, is := members.([]any)
		return is && len(list) == 0
	}
	groupPut := []string{"read-group", "put-group"}
	twice := func(pair []string) []string { return slices.Concat(pair, pair) }
	linked := twice([]string{"read-user", "reactivate-user-aiw"})
	return []recordedRow{
		{"lookup with blanks as plus signs", nil, []string{"lookup-user"}, encoded("userName+eq+")},
		{"lookup with blanks as %20", nil, []string{"lookup-user"}, encoded("userName%20eq%20")},
		{"profile update", nil, []string{"read-user", "put-user"}, nil},
		{"a PUT adds groups and the type of an address", nil, []string{"read-user", "put-user"}, body(1, has("groups"))},
		{"deactivate", aiw, []string{"read-user", "deactivate-user-aiw"}, nil},
		{"deactivate", oin, []string{"deactivate-user-oin"}, nil},
		{"rename a group", aiw, []string{"read-group", "rename-group-aiw"}, nil},
		{"rename a group, once after the create too", oin, []string{"create-group", "rename-group-oin"}, nil},
		{"a member joins or leaves, in another order the second time", aiw, twice(groupPut), reordered},
		{"a member joins", oin, []string{"add-members"}, nil},
		{"Push Now", aiw, []string{"read-group", "push-now-aiw"}, nil},
		{"Push Now, empty", aiw, []string{"read-group", "push-now-aiw"}, body(1, empty)},
		{"Push Now", oin, []string{"push-now-oin"}, nil},
		{"Push Now, empty", oin, []string{"push-now-empty-oin"}, nil},
		{"Push Now without a path", oin, []string{"push-now-pathless-oin"}, nil},
		{"test connector", nil, []string{"connector-users"}, nil},
		{"save To App with Import Groups", nil, []string{"connector-groups"}, nil},
		{"push new user", nil, []string{"lookup-user", "create-user"}, nil},
		{"… with what is always mapped", nil, []string{"create-user"}, body(0, has("schemas", "userName", "name", "emails", "displayName", "locale", "externalId", "groups", "password", "active"))},
		{"… without what is not mapped", nil, []string{"create-user"}, body(0, lean)},
		{"… with all of the default mapping", nil, []string{"create-user"}, body(0, has("title", "nickName", "profileUrl", "phoneNumbers", "addresses", "preferredLanguage", "timezone", "userType", check.EnterpriseSchema))},
		{"… with custom attributes at top level", nil, []string{"create-user"}, body(0, has("email", "firstName", "secondEmail", "mobilePhone"))},
		{"… with a schema that is no URN", nil, []string{"create-user"}, body(0, func(o fixtures.Object) bool {
			schemas, _ := o.Get("schemas")
			return strings.Contains(fmt.Sprint(schemas), " oktascim]")
		})},
		{"… with a role", nil, []string{"create-user"}, body(0, has("roles"))},
		{"link existing user", both, slices.Concat([]string{"lookup-user"}, linked), nil},
		{"duplicate", nil, []string{"create-user"}, func(list []reports.Exchange) bool { return list[0].Status == 409 }},
		{"reassign, with a pushed group", aiw, slices.Concat([]string{"lookup-user"}, linked, twice(groupPut)), nil},
		{"linked account is gone", nil, []string{"read-user"}, func(list []reports.Exchange) bool { return list[0].Status == 404 }},
		{"import", nil, []string{"import-users", "import-users"}, func(list []reports.Exchange) bool {
			return strings.Contains(list[0].URL, "startIndex=1&count=100") && strings.Contains(list[1].URL, "startIndex=101&count=100")
		}},
		{"push group", aiw, []string{"lookup-group", "create-group-with-members", "read-group", "put-group"}, nil},
		{"push group, empty", aiw, []string{"lookup-group", "create-group", "read-group", "put-group"}, body(3, empty)},
		{"push group", oin, []string{"lookup-group", "create-group", "rename-group-oin", "add-members"}, nil},
	}
}

// reordered tells whether the second of two PUTs lists the same members the other
// way round.
func reordered(list []reports.Exchange) bool {
	var orders [2][]string
	for i, x := range []reports.Exchange{list[1], list[3]} {
		o, _ := fixtures.Ordered([]byte(x.Request))
		members, _ := o.(fixtures.Object).Get("members")
		all, _ := members.([]any)
		for _, m := range all {
			orders[i] = append(orders[i], fmt.Sprint(m))
		}
	}
	slices.Reverse(orders[1])
	return len(orders[0]) > 1 && slices.Equal(orders[0], orders[1])
}

// TestRecordedRows runs everything in both dialects and reads what went over the
// wire: each recorded line is sent in that very form, and a must sends no form that
// has no evidence, unless it is there for safety.
func TestRecordedRows(t *testing.T) {
	shapes, err := fixtures.Okta()
	if err != nil {
		t.Fatal(err)
	}
	out := lab{keep: true}.run(t)
	plus, percent := 0, 0
	for _, c := range out.checks {
		for _, x := range c.Exchanges {
			switch _, query, _ := strings.Cut(x.URL, "?"); {
			case strings.HasPrefix(query, "filter=") && strings.Contains(query, "+"):
				plus++
			case strings.HasPrefix(query, "filter=") && strings.Contains(query, "%20"):
				percent++
			}
			if form, known := formOf(shapes, x); c.Level == reports.Must && c.Evidence != kit.Safety && !alongside(c) && (!known || form.Evidence == fixtures.Assumed) {
				t.Errorf("%s %s (%s) sends %s %s, which is no form that has evidence: %.300s", c.ID, c.Dialect, c.Evidence, x.Method, x.URL, x.Request)
				break
			}
		}
	}
	if plus < percent*2/3 || percent < plus*2/3 {
		t.Errorf("%d lookups have plus signs, %d have %%20", plus, percent)
	}
	for _, row := range recordedRows() {
		dialects := row.dialects
		if dialects == nil {
			dialects = []okta.Dialect{""}
		}
		for _, d := range dialects {
			if !slices.ContainsFunc(out.checks, func(c reports.Check) bool {
				return (d == "" || c.Dialect == string(d)) && sends(shapes, row, c.Exchanges)
			}) {
				t.Errorf("%s %s: no check sends %s", row.name, d, strings.Join(row.forms, ", "))
			}
		}
	}
	golden(t, "testdata/forms.golden", formsSeen(shapes, out.checks))
}

// alongside are checks with bodies too long to be kept whole, or with a crowd that
// is made inactive where seats are limited; and those that read many odd values.
func alongside(c reports.Check) bool {
	for _, known := range suites.Catalogue() {
		if known.ID == c.ID {
			return known.Creates >= 100 || known.Exclusive == kit.Crowd
		}
	}
	return false
}

func sends(shapes fixtures.Shapes, row recordedRow, list []reports.Exchange) bool {
	for i := 0; i+len(row.forms) <= len(list); i++ {
		part := list[i : i+len(row.forms)]
		same := true
		for j, form := range row.forms {
			same = same && instance(shapes[form], part[j])
		}
		if same && (row.also == nil || row.also(part)) {
			return true
		}
	}
	return false
}

// formsSeen lists each template as it was sent: evidence, method, path, query, head
// and the order of the body's members.
func formsSeen(shapes fixtures.Shapes, checks []reports.Check) string {
	seen := map[string]reports.Exchange{}
	dialects := map[string]map[string]bool{}
	for _, c := range checks {
		for _, x := range c.Exchanges {
			for name, s := range shapes {
				if !instance(s, x) {
					continue
				}
				// Of many the one with most members stands for all, whoever sent it first.
				old, known := seen[name]
				now, was := bodyOrder(x), bodyOrder(old)
				if !known || len(now) > len(was) || len(now) == len(was) && now < was {
					seen[name] = x
				}
				if dialects[name] == nil {
					dialects[name] = map[string]bool{}
				}
				dialects[name][c.Dialect] = true
			}
		}
	}
	var b strings.Builder
	for _, name := range slices.Sorted(maps.Keys(shapes)) {
		s := shapes[name]
		fmt.Fprintf(&b, "%s (%s)\n", name, s.Evidence)
		x, sent := seen[name]
		if !sent {
			b.WriteString("  not sent with the reference profile\n")
			continue
		}
		var query []string
		if u, err := url.Parse(x.URL); err == nil {
			for _, pair := range strings.Split(u.RawQuery, "&") {
				key, _, _ := strings.Cut(pair, "=")
				query = append(query, key)
			}
		}
		fmt.Fprintf(&b, "  %s %s?%s\n", s.Method, s.Path, strings.Join(query, "&"))
		for _, h := range slices.Sorted(maps.Keys(x.RequestHeaders)) {
			fmt.Fprintf(&b, "  %s: %s\n", h, x.RequestHeaders[h])
		}
		if members := bodyOrder(x); members != "" {
			fmt.Fprintf(&b, "  %s\n", members)
		}
	}
	return b.String()
}

// bodyOrder is the names of a body's members as they stand; empty when there is none.
func bodyOrder(x reports.Exchange) string {
	body, err := fixtures.Ordered([]byte(x.Request))
	if err != nil {
		return ""
	}
	return order(body)
}

// order is the names of an object's members, and of those below, as they stand.
func order(v any) string {
	switch v := v.(type) {
	case fixtures.Object:
		var names []string
		for _, m := range v {
			names = append(names, m.Name+order(m.Value))
		}
		return "{" + strings.Join(names, ", ") + "}"
	case []any:
		if len(v) == 0 {
			return "[]"
		}
		if below := order(v[0]); below != "" {
			return "[" + below + "]"
		}
	}
	return ""
}
