package main

import (
	"context"
	"crypto/rand"
	"fmt"
	"net"
	"slices"

	"github.com/oktascim/oktascim/fixtures/apps"
	"github.com/oktascim/oktascim/provider"
	"github.com/oktascim/oktascim/suites/harness"
	"github.com/oktascim/oktascim/suites/profile"
)

// startEmbedded starts the reference provider on a free loopback port and
// points the settings at it: two tenants, a revoked token, roles and seats. A
// profile that the user gave says which roles and seats; otherwise it is the
// reference profile, with at least so many free seats.
func startEmbedded(ctx context.Context, s *harness.Settings, seats int) (stop func(), err error) {
	given := *profile.Default()
	if s.Profile.Name == given.Name && s.Profile.Roles == nil && s.Profile.Seats == nil {
		if s.Profile, err = referenceProfile(); err != nil {
			return nil, err
		}
		// The local admin holds one.
		s.Profile.Seats.Limit = max(s.Profile.Seats.Limit, seats+1)
	}
	return startReference(ctx, s, provider.NewMemory())
}

// startReference starts the reference provider as the profile of the settings
// describes the app, and points the settings at it.
func startReference(ctx context.Context, s *harness.Settings, storage provider.Storage) (stop func(), err error) {
	token, revoked, other := "ref-"+rand.Text(), "old-"+rand.Text(), "ten-"+rand.Text()
	options := providerOptions(s.Profile, []provider.Token{{Secret: revoked, Tenant: "first"}, {Secret: other, Tenant: "second"}})
	options.Storage = storage
	server, err := provider.New(options)
	if err != nil {
		return nil, err
	}
	if err := server.RotateToken(revoked, token); err != nil {
		return nil, err
	}
	listener, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		return nil, fmt.Errorf("the reference provider cannot listen: %w", err)
	}
	serving, cancel := context.WithCancel(context.WithoutCancel(ctx))
	done := make(chan error, 1)
	go func() { done <- provider.Serve(serving, listener, server, nil) }()

	auth := s.Profile.SCIM.Auth
	s.BaseURL = "http://" + listener.Addr().String() + "/scim/v2"
	s.Authorization = auth.Header(profile.NewSecret(token))
	s.RevokedAuthorization = auth.Header(profile.NewSecret(revoked))
	s.OtherTenantAuthorization = auth.Header(profile.NewSecret(other))
	return func() { cancel(); <-done }, nil
}

func referenceProfile() (*profile.Profile, error) {
	text, err := apps.Reference()
	if err != nil {
		return nil, err
	}
	return profile.Parse("reference.yaml", text)
}

// providerOptions makes the reference provider the app that a profile
// describes.
func providerOptions(p *profile.Profile, tokens []provider.Token) provider.Options {
	options := provider.Options{Tokens: slices.Clone(tokens)}
	if r := p.Roles; r != nil {
		options.Roles = &provider.RoleMap{Pushed: r.ByAttribute(), Attribute: r.Attribute, Default: r.Default}
		for _, g := range r.Groups {
			options.Roles.Groups = append(options.Roles.Groups, provider.GroupRole{Group: g.Group, Role: g.Role})
		}
		options.LocalAdmin = r.ExistingAdmin
	}
	if p.Seats != nil {
		options.SeatLimit = p.Seats.Limit
	}
	return options
}
