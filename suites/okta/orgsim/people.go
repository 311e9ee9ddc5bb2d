package orgsim

import (
	"fmt"
	"strings"
)

var (
	firstNames = strings.Fields(`Ada Ben Chloé Daniel Elif Farid Grace Hiroshi Inês Jürgen Kofi Linh Maya Nils Olga Priya
		Quinn Rosa Søren Tomás`)
	lastNames = strings.Fields(`Archer Baker Costa Dubois Eriksen Fischer García Hughes Ivanova Jensen Khan Lopez Müller
		Nguyen O'Brien Petrov Quist`)
	titles = []string{"Analyst", "Engineer", "Manager", "Director"}
)

// People returns n people of a domain, always the same ones. None is assigned.
func People(n int, domain string) []Person {
	out := make([]Person, n)
	for i := range out {
		first, last := firstNames[i%len(firstNames)], lastNames[(i+i/len(firstNames))%len(lastNames)]
		out[i] = Person{Login: fmt.Sprintf("person%04d@%s", i+1, domain), FirstName: first, LastName: last,
			DisplayName: first + " " + last, Title: titles[i%len(titles)], Locale: "en_US",
			Department: "Department " + string(rune('A'+i%5))}
	}
	return out
}

// Deal returns groups of these names, which are pushed, and distributes the people among them in turn. One more group, of
// all people, is assigned to the app: Okta does not support a group that is assigned and pushed.
func Deal(people []Person, names []string) []Group {
	var groups []Group
	for _, name := range names {
		groups = append(groups, Group{Name: strings.TrimSpace(name), Pushed: true})
	}
	if len(groups) == 0 {
		return nil
	}
	everyone := Group{Name: "app users", Assigned: true}
	for i, p := range people {
		g := &groups[i%len(groups)]
		g.Members, everyone.Members = append(g.Members, p.Login), append(everyone.Members, p.Login)
	}
	return append([]Group{everyone}, groups...)
}
