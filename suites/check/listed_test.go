package check

import "testing"

func TestListedJudgements(t *testing.T) {
	t.Parallel()
	list := func(body string) []Problem { return PageNumbers(answer("GET", "/Users", 200, body), 1) }
	tests := []struct {
		name string
		got  []Problem
		want []string
	}{
		{"Resources", ResourcesArray(answer("GET", "/Users", 200, `{"Resources":[]}`)), nil},
		{"Resources null", ResourcesArray(answer("GET", "/Users", 200, `{"Resources":null}`)), []string{"[] when it is empty, got absent or null"}},
		{"Resources left out", ResourcesArray(answer("GET", "/Users", 200, `{}`)), []string{"absent"}},
		{"a miss by 404 has no Resources", ResourcesArray(answer("GET", "/Users", 404, `{}`)), nil},
		{"page numbers", list(`{"totalResults":3,"itemsPerPage":1,"startIndex":1}`), nil},
		{"no page numbers", list(`{"totalResults":3}`), []string{"itemsPerPage", "startIndex"}},
		{"numbers as text", list(`{"totalResults":"3","itemsPerPage":1,"startIndex":1}`), []string{`totalResults: expected a JSON integer, got "3"`}},
		{"counted from 0", list(`{"totalResults":3,"itemsPerPage":1,"startIndex":0}`), []string{"startIndex: expected 1, as asked for, got 0"}},
		{"as many as asked for", AtMost(answer("GET", "/Users", 200, `{"Resources":[{"id":"1"}]}`), 1), nil},
		{"more than asked for", AtMost(answer("GET", "/Users", 200, `{"Resources":[{"id":"1"},{"id":"2"}]}`), 1), []string{"at most 1"}},
		{"not empty", NotEmpty(answer("GET", "/Users", 200, `{"Resources":[{"id":"1"}]}`)), nil},
		{"empty", NotEmpty(answer("GET", "/Users", 200, `{"Resources":[]}`)), []string{"at least one resource, got []"}},
		{"total of all", TotalAtLeast(answer("GET", "/Users", 200, `{"totalResults":2}`), 2), nil},
		{"total of the page", TotalAtLeast(answer("GET", "/Users", 200, `{"totalResults":1}`), 2), []string{"at least 2, all that can be listed, got 1"}},
		{"a total that is no number is judged elsewhere", TotalAtLeast(answer("GET", "/Users", 200, `{"totalResults":"1"}`), 2), nil},
		{"JSON", WithJSON(answer("GET", "/Users", 200, `{}`)), nil},
		{"no JSON", WithJSON(answer("GET", "/Users", 200, `<html>`)), []string{"a JSON object, got <html>"}},
		{"nothing found", NothingFound(answer("GET", "/Users", 200, `{"totalResults":0,"Resources":null}`)), nil},
		{"an error finds nothing", NothingFound(answer("GET", "/Users", 400, `{}`)), nil},
		{"something found", NothingFound(answer("GET", "/Users", 200, `{"totalResults":1,"Resources":[{"id":"1"}]}`)), []string{"1 Resources, totalResults 1"}},
		{"something counted", NothingFound(answer("GET", "/Users", 200, `{"totalResults":9,"Resources":[]}`)), []string{"totalResults 9"}},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			t.Parallel()
			expect(t, tt.got, tt.want...)
		})
	}
}

const jane = `{"schemas":["urn:ietf:params:scim:schemas:core:2.0:User"],"id":"1","userName":"jane@example.com","active":false,` +
	`"name":{"givenName":"Jane","familyName":"Doe"},"emails":[{"value":"jane@example.com"},{"value":"j@example.com"}]}`

func TestFirstListed(t *testing.T) {
	t.Parallel()
	tests := []struct {
		name, body     string
		complete, same []string
	}{
		{"the same", jane, nil, nil},
		{"a system account", `{"id":"1","userName":"jane@example.com","active":true}`,
			[]string{"name.givenName: expected a value", "name.familyName", "emails.0.value"},
			[]string{`name.givenName: expected as listed: "Jane"`, "name.familyName", "active: expected as listed: false, got true", "emails"}},
		{"empty names", `{"id":"1","userName":"jane@example.com","active":false,"name":{"givenName":"","familyName":""},"emails":[{"value":"j@example.com"},{"value":"jane@example.com"}]}`,
			[]string{"name.givenName", "name.familyName"}, []string{"name.givenName", "name.familyName"}},
		{"no state", `{"id":"1","userName":"jane@example.com","name":{"givenName":"Jane","familyName":"Doe"},"emails":[{"value":"j@example.com"},{"value":"jane@example.com"}]}`,
			[]string{"active: expected a value"}, []string{"active"}},
		{"a state of another type", `{"id":"1","userName":"jane@example.com","active":"false","name":{"givenName":"Jane","familyName":"Doe"},"emails":[{"value":"j@example.com"},{"value":"jane@example.com"}]}`,
			nil, []string{`active: expected as listed: false, got "false"`}},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			t.Parallel()
			r := resource(t, tt.body)
			expect(t, Complete(r), tt.complete...)
			expect(t, SameProfile(resource(t, jane), r), tt.same...)
		})
	}
}

func TestForeignShape(t *testing.T) {
	t.Parallel()
	expect(t, ForeignShape(resource(t, jane), UserSchema))
	expect(t, ForeignShape(resource(t, `{"schemas":["`+GroupSchema+`"],"id":"1"}`), GroupSchema))
	expect(t, ForeignShape(resource(t, `{"id":7,"active":1}`), UserSchema), "schemas", "id", "active: expected a JSON boolean, got 1")
}
