package okta

import (
	"context"
	"testing"

	"github.com/google/go-cmp/cmp"
)

func TestImport(t *testing.T) {
	t.Parallel()
	const users, groups = "GET /scim/v2/Users?startIndex=", "GET /scim/v2/Groups?startIndex="
	page := func(total string) string { return `200 {"totalResults":` + total + `,"Resources":[{"id":"1"}]}` }
	for _, c := range []struct {
		name    string
		run     func(context.Context, *Client)
		answers []string
		want    []string
	}{
		{"empty", func(x context.Context, c *Client) { c.ImportUsers(x, 0) }, []string{none}, []string{users + "1&count=100"}},
		{"100 are one page", func(x context.Context, c *Client) { c.ImportUsers(x, 0) }, []string{page("100")}, []string{users + "1&count=100"}},
		{"101 are two", func(x context.Context, c *Client) { c.ImportUsers(x, 0) }, []string{page("101")}, []string{users + "1&count=100", users + "101&count=100"}},
		{"groups", func(x context.Context, c *Client) { c.ImportGroups(x, 0) }, []string{page("201")}, []string{groups + "1&count=100", groups + "101&count=100", groups + "201&count=100"}},
		{"total is no integer", func(x context.Context, c *Client) { c.ImportUsers(x, 2) }, []string{page("1e3"), page("1")}, []string{users + "1&count=100"}},
		{"bounded", func(x context.Context, c *Client) { c.ImportUsers(x, 2) }, []string{page("999999999")}, []string{users + "1&count=100", users + "101&count=100"}},
		{"no progress", func(x context.Context, c *Client) { c.ImportUsers(x, 0) }, []string{page("500"), `200 {"totalResults":500,"Resources":[]}`}, []string{users + "1&count=100", users + "101&count=100"}},
		{"grows", func(x context.Context, c *Client) { c.ImportUsers(x, 0) }, []string{page("101"), page("201"), page("201")}, []string{users + "1&count=100", users + "101&count=100", users + "201&count=100"}},
		{"fails", func(x context.Context, c *Client) { c.ImportUsers(x, 0) }, []string{page("500"), "500 {}"}, []string{users + "1&count=100", users + "101&count=100"}},
	} {
		s := serve(t, c.answers...)
		c.run(t.Context(), s.client(AIW))
		if d := cmp.Diff(c.want, s.sent()); d != "" {
			t.Errorf("%s: %s", c.name, d)
		}
	}
	if all := serve(t, page("101")).client(AIW).ImportUsers(t.Context(), 0); len(all) != 2 {
		t.Errorf("%d answers", len(all))
	}
}
