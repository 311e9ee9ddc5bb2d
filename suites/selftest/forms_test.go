package selftest

import (
	"encoding/json"
	"fmt"
	"net/url"
	"slices"
	"strconv"
	"strings"

	"github.com/oktascim/oktascim/fixtures"
	"github.com/oktascim/oktascim/reports"
	"github.com/oktascim/oktascim/suites/check"
)

// formOf finds the template of which an exchange is an instance: the same method,
// path, query, media type and body, with any value of the right kind for a
// placeholder. Of several the one with the surest evidence counts.
func formOf(shapes fixtures.Shapes, x reports.Exchange) (best fixtures.Shape, found bool) {
	sureness := []fixtures.Evidence{fixtures.Recorded, fixtures.OktaTest, fixtures.Documented, fixtures.Assumed}
	for _, s := range shapes {
		if !instance(s, x) {
			continue
		}
		if !found || slices.Index(sureness, s.Evidence) < slices.Index(sureness, best.Evidence) ||
			s.Evidence == best.Evidence && s.Name < best.Name {
			best, found = s, true
		}
	}
	return best, found
}

func instance(s fixtures.Shape, x reports.Exchange) bool {
	u, err := url.Parse(x.URL)
	if err != nil || s.Method != x.Method {
		return false
	}
	_, path, _ := strings.Cut(u.EscapedPath(), "/scim/v2")
	if !samePath(s.Path, path) || !sameQuery(s.Query, u.RawQuery) || !sameHead(s, x) {
		return false
	}
	if s.Body == nil {
		return x.Request == ""
	}
	body, err := fixtures.Ordered([]byte(x.Request))
	if err != nil {
		return false
	}
	template, err := fixtures.Ordered(s.Body)
	return err == nil && sameBody(s.Name, template, body)
}

func samePath(template, path string) bool {
	want, got := strings.Split(template, "/"), strings.Split(path, "/")
	if len(want) != len(got) {
		return false
	}
	for i := range want {
		if want[i] != got[i] && !(strings.HasPrefix(want[i], "{{") && got[i] != "") {
			return false
		}
	}
	return !strings.HasPrefix(template, "/{{") // an entitlement endpoint is any
}

func sameQuery(template [][2]string, raw string) bool {
	var pairs []string
	if raw != "" {
		pairs = strings.Split(raw, "&")
	}
	if len(pairs) != len(template) {
		return false
	}
	for i, pair := range pairs {
		name, value, _ := strings.Cut(pair, "=")
		value, err := url.QueryUnescape(value)
		if err != nil || name != template[i][0] {
			return false
		}
		before, rest, open := strings.Cut(template[i][1], "{{")
		_, after, _ := strings.Cut(rest, "}}")
		if !open && value != before || open && (!strings.HasPrefix(value, before) || !strings.HasSuffix(value, after)) {
			return false
		}
	}
	return !strings.Contains(fmt.Sprint(template), "{{startIndex}}") || knownPage(raw)
}

// knownPage tells whether Okta asks for pages of that size, and this is one of them.
func knownPage(raw string) bool {
	values, _ := url.ParseQuery(raw)
	start, _ := strconv.Atoi(values.Get("startIndex"))
	size, _ := strconv.Atoi(values.Get("count"))
	return slices.Contains([]int{1, 2, 100}, size) && start%size == 1%size
}

// sameHead compares what a body is declared as; a credential may be any.
func sameHead(s fixtures.Shape, x reports.Exchange) bool {
	want := ""
	switch media, said := s.Headers["Content-Type"]; {
	case said:
		want = media
	case s.Body != nil:
		want = "application/scim+json; charset=utf-8"
	}
	accept := "application/scim+json"
	if said := s.Headers["Accept"]; said != "" {
		accept = said
	}
	return x.RequestHeaders["Content-Type"] == want && x.RequestHeaders["Accept"] == accept
}

func sameBody(shape string, template, body any) bool {
	switch shape {
	case "create-user":
		return userForm(body, false)
	case "put-user", "deactivate-user-aiw", "reactivate-user-aiw", "password-user-aiw":
		return userForm(body, true)
	}
	return sameValue(template, body)
}

func sameValue(template, value any) bool {
	switch want := template.(type) {
	case fixtures.Object:
		got, is := value.(fixtures.Object)
		if !is || len(want) != len(got) {
			return false
		}
		for i := range want {
			if want[i].Name != got[i].Name || !sameValue(want[i].Value, got[i].Value) {
				return false
			}
		}
		return true
	case []any:
		got, is := value.([]any)
		return is && slices.EqualFunc(want, got, sameValue)
	case string:
		switch want {
		case "{{members}}":
			return membersForm(value)
		case "{{active}}":
			_, is := value.(bool)
			return is
		case "{{operations}}", "{{value}}":
			return true
		}
		text, is := value.(string)
		before, rest, open := strings.Cut(want, "{{")
		if !open {
			return is && text == want
		}
		_, after, _ := strings.Cut(rest, "}}")
		return is && strings.HasPrefix(text, before) && strings.HasSuffix(text, after)
	default:
		return fmt.Sprint(template) == fmt.Sprint(value)
	}
}

func membersForm(value any) bool {
	list, is := value.([]any)
	return is && !slices.ContainsFunc(list, func(e any) bool {
		m, is := e.(fixtures.Object)
		if !is || len(m) == 0 || m[0].Name != "value" {
			return true
		}
		for _, member := range m {
			_, text := member.Value.(string)
			if !text || member.Name != "value" && member.Name != "display" {
				return true
			}
		}
		return false
	})
}

// kinds are the kinds of a User's attributes: text, truth, list or object.
var kinds = map[string]string{
	"userName": "text", "displayName": "text", "nickName": "text", "profileUrl": "text", "title": "text", "userType": "text",
	"preferredLanguage": "text", "locale": "text", "timezone": "text", "externalId": "text", "password": "text", "active": "truth",
	"name": "object", "emails": "list", "phoneNumbers": "list", "addresses": "list", "roles": "list", "entitlements": "list", "groups": "list",
	check.EnterpriseSchema: "object",
}

// userForm tells whether a whole user is of the form that is recorded: schemas
// first, a userName, each attribute of its kind. A create has no empty value, and
// is of somebody active; an update echoes what the server showed.
func userForm(body any, echo bool) bool {
	o, is := body.(fixtures.Object)
	if !is || len(o) == 0 || o[0].Name != "schemas" {
		return false
	}
	if name, _ := o.Get("userName"); name == nil || name == "" {
		return false
	}
	for _, m := range o {
		kind := ""
		switch v := m.Value.(type) {
		case string:
			kind = "text"
			if v == "" && !echo {
				return false
			}
		case bool:
			kind = "truth"
			if m.Name == "active" && !v && !echo {
				return false
			}
		case []any:
			kind = "list"
			if len(v) == 0 && m.Name != "groups" {
				return false
			}
		case fixtures.Object:
			kind = "object"
		case nil:
			return false
		case json.Number:
			kind = "number"
		}
		if want, known := kinds[m.Name]; known && kind != want {
			return false
		}
		if !echo {
			// Custom attributes are texts at top level, or below a URN of the app's own.
			if _, known := kinds[m.Name]; !known && m.Name != "schemas" && kind != "text" && !strings.HasPrefix(m.Name, "urn:") {
				return false
			}
		}
	}
	return true
}
