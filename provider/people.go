package provider

import (
	"crypto/sha256"
	"fmt"
	"strings"
	"time"
)

// populate puts the local admin and the seeded people into the first tenant, unless a Storage that lasts brought some
// along.
func (s *Server) populate() error {
	settings := s.settings.Load()
	return s.storage.Write(s.FirstTenant(), func(tx Tx) error {
		if tx.Count(KindUser)+tx.Count(KindGroup) > 0 {
			return nil
		}
		if s.options.LocalAdmin != "" {
			tx.Put(localAdmin(s.options.LocalAdmin))
		}
		addPeople(tx, 0, s.options.Seed, settings.SeatLimit)
		return nil
	})
}

// Seed adds people to a tenant, the first when it is "": the next ones after those seeded before.
func (s *Server) Seed(tenant string, count int) error {
	if count < 0 {
		return fmt.Errorf("provider: cannot seed %d people", count)
	}
	if tenant == "" {
		tenant = s.FirstTenant()
	}
	limit := s.settings.Load().SeatLimit
	return s.storage.Write(tenant, func(tx Tx) error {
		from := 0
		for tx.Get(KindUser, personID(from)) != nil {
			from++
		}
		addPeople(tx, from, count, limit)
		return nil
	})
}

// FirstTenant returns the tenant that the options name first.
func (s *Server) FirstTenant() string {
	if t := s.options.Tokens[0].Tenant; t != "" {
		return t
	}
	return DefaultTenant
}

// addPeople adds people from number n on. Those who would go beyond the seat limit are inactive.
func addPeople(tx Tx, n, count, seatLimit int) {
	for i := n; i < n+count; i++ {
		p := person(i)
		if seatLimit > 0 && tx.Active() >= seatLimit {
			p.Attributes["active"] = false
		}
		tx.Put(p)
	}
}

// SeedTime is when the first seeded person was made; each next one a second later.
func SeedTime(n int) time.Time {
	return time.Date(2024, time.January, 2, 9, 0, 0, 0, time.UTC).Add(time.Duration(n) * time.Second)
}

func personID(n int) string {
	sum := sha256.Sum256(fmt.Appendf(nil, "person %d", n))
	return uuid([16]byte(sum[:16]))
}

// person makes the seeded person number n, always the same one.
func person(n int) *Resource {
	given := []string{"Ada", "Béla", "Chidi", "Dörte", "Esra", "Fatima", "Goran", "Hana", "Ívar", "Joséphine", "Kwame",
		"Lê", "Mário"}
	family := []string{"Almeida", "Bergström", "Çelik", "Dubois", "Eriksen", "Ferrari", "Grünwald", "Horváth", "Ito",
		"Jansen", "Kowalski"}
	departments := []string{"Engineering", "Finance", "Marketing", "Support"}
	first, last := given[n%len(given)], family[n%len(family)]
	userName := fmt.Sprintf("person%d@example.com", n+1)
	return &Resource{
		Kind: KindUser, ID: personID(n), Managed: true, Created: SeedTime(n), Modified: SeedTime(n),
		Attributes: Object{
			"userName":       userName,
			"externalId":     fmt.Sprintf("00u%017d", n+1),
			"name":           Object{"givenName": first, "familyName": last},
			"displayName":    first + " " + last,
			"emails":         []any{Object{"value": userName, "type": "work", "primary": true}},
			"locale":         "en-US",
			"active":         true,
			SchemaEnterprise: Object{"department": departments[n%len(departments)]},
		},
	}
}

// localAdmin makes an account that exists in the app before SCIM does.
func localAdmin(userName string) *Resource {
	email := userName
	if !strings.Contains(email, "@") {
		email += "@example.com"
	}
	sum := sha256.Sum256([]byte("local admin " + userName))
	created := SeedTime(-86400)
	return &Resource{
		Kind: KindUser, ID: uuid([16]byte(sum[:16])), LocalAdmin: true, Created: created, Modified: created,
		Attributes: Object{
			"userName":    userName,
			"name":        Object{"givenName": "Local", "familyName": "Admin"},
			"displayName": "Local Admin",
			"emails":      []any{Object{"value": email, "type": "work", "primary": true}},
			"active":      true,
		},
	}
}
