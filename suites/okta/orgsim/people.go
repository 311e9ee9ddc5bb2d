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

// Deal returns groups of these names and distributes the people among them in turn. Every group is assigned to the app
// and pushed.
func Deal(people []Person, names []string) []Group {
	var groups []Group
	for _, name := range names {
		groups = append(groups, Group{Name: strings.TrimSpace(name), Assigned: true, Pushed: true})
	}
	for i, p := range people {
		if len(groups) > 0 {
			g := &groups[i%len(groups)]
			g.Members = append(g.Members, p.Login)
		}
	}
	return groups
}
