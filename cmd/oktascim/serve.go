package main

import (
	"context"
	"crypto/rand"
	"fmt"
	"log/slog"
	"net"
	"slices"
	"strings"

	"github.com/spf13/cobra"

	"github.com/oktascim/oktascim/fixtures/apps"
	"github.com/oktascim/oktascim/provider"
	"github.com/oktascim/oktascim/provider/control"
	"github.com/oktascim/oktascim/provider/faulty"
	"github.com/oktascim/oktascim/provider/legal"
	"github.com/oktascim/oktascim/provider/sqlite"
	"github.com/oktascim/oktascim/suites/harness"
	"github.com/oktascim/oktascim/suites/profile"
)

type serveFlags struct {
	listen, admin, basePath, profile, data   string
	tokenEnv, revokedTokenEnv, otherTokenEnv string
	seed, seats                              int
	roleAttribute, defaultRole, localAdmin   string
	roles, faults, variants                  []string
	quiet                                    bool
}

func newServe(w world) *cobra.Command {
	var f serveFlags
	c := &cobra.Command{
		Use:   "serve",
		Short: "Serve the reference SCIM provider",
		Long: `serve starts the reference SCIM provider, a correct and small SCIM 2.0 server as Okta expects one.
Its data is in memory, or with --data in a SQLite file that outlives it, kill -9 included. The first line on standard
output is its base URL and the token, separated by a blank; requests are logged to standard error. ^C ends it.

With --fault it misbehaves in one named way (oktascim faults tells which were reported of products), with --variant it behaves in a legal but unusual way.`,
		Example: `  oktascim serve --seed 20
  SCIM_TOKEN=secret oktascim serve --listen 127.0.0.1:8080 --token-env SCIM_TOKEN
  oktascim serve --role 'oktascim admins=Admin' --role 'oktascim analysts=Analyst' --default-role Viewer --seats 12
  oktascim serve --profile fixtures/apps/reference.yaml
  SCIM_TOKEN=secret oktascim serve --data app.db --token-env SCIM_TOKEN`,
		Args: noArguments,
		RunE: func(c *cobra.Command, _ []string) error { return f.serve(c, w) },
	}
	flags := c.Flags()
	flags.StringVar(&f.listen, "listen", "127.0.0.1:0", "`ADDRESS` to listen on; port 0 takes a free one")
	flags.StringVar(&f.admin, "admin", "", "`ADDRESS` of a second listener for the admin handler: reset, seed, faults, "+
		"journal (default: none)")
	flags.StringVar(&f.basePath, "base-path", "/scim/v2", "`PATH` of the SCIM base URL")
	flags.StringVar(&f.tokenEnv, "token-env", "",
		"`NAME` of the environment variable that holds the token (default: a random token)")
	flags.StringVar(&f.revokedTokenEnv, "revoked-token-env", "",
		"`NAME` of the variable with a token that was rotated away: refused")
	flags.StringVar(&f.otherTokenEnv, "other-tenant-token-env", "",
		"`NAME` of the variable with the token of a second tenant")
	flags.StringVar(&f.profile, "profile", "",
		"take roles, seats, the local admin, entitlements and /access/ from this app profile, a YAML `FILE`")
	flags.StringVar(&f.data, "data", "", "keep people and groups in this SQLite `FILE`, made when there is none; "+
		"--seed and --local-admin count for an empty one")
	flags.IntVar(&f.seed, "seed", 0, "`N` people who are there from the start, always the same ones")
	flags.IntVar(&f.seats, "seats", 0, "`N` active users that a tenant may have (default: no limit)")
	flags.StringArrayVar(&f.roles, "role", nil,
		"`GROUP=ROLE`: the members of that group get that role; repeatable, highest role first")
	flags.StringVar(&f.defaultRole, "default-role", "",
		"`ROLE` of users in none of the groups (default Viewer when --role is given)")
	flags.StringVar(&f.roleAttribute, "role-attribute", "roles",
		"`ATTRIBUTE` in which a User shows its role: roles, userType or urn:…:User:role")
	flags.StringVar(&f.localAdmin, "local-admin", "", "`USERNAME` of an admin who was not made by SCIM")
	flags.StringArrayVar(&f.faults, "fault", nil,
		"`ID` of a fault, repeatable: misbehave in this way (oktascim faults lists them)")
	flags.StringArrayVar(&f.variants, "variant", nil,
		"`ID` of a variant, repeatable: behave in this legal but unusual way")
	flags.BoolVar(&f.quiet, "quiet", false, "do not log requests")
	_ = c.RegisterFlagCompletionFunc("fault",
		func(*cobra.Command, []string, string) ([]cobra.Completion, cobra.ShellCompDirective) {
			var out []cobra.Completion
			for _, fault := range faulty.All() {
				out = append(out, cobra.CompletionWithDesc(fault.ID, fault.Story))
			}
			return out, cobra.ShellCompDirectiveNoFileComp
		})
	return c
}

func (f serveFlags) serve(c *cobra.Command, w world) error {
	options, token, err := f.options(w)
	if err != nil {
		return err
	}
	if f.data != "" {
		storage, err := sqlite.Open(f.data)
		if err != nil {
			return usagef("--data: %w", err)
		}
		defer storage.Close()
		options.Storage = storage
	}
	server, err := control.New(control.Options{
		Options:  options,
		Faults:   control.Library{Hooks: faulty.Hooks, List: faulty.All()},
		Variants: control.Library{Hooks: legal.Hooks, List: legal.All()},
		OnFaults: f.faults, OnVariants: f.variants,
	})
	if err != nil {
		return usagef("%w", err)
	}
	if revoked := w.env(f.revokedTokenEnv); revoked != "" {
		if err := server.RotateToken(revoked, token); err != nil {
			return usagef("%w", err)
		}
	}
	listener, err := net.Listen("tcp", f.listen)
	if err != nil {
		return usagef("--listen %s: %w", f.listen, err)
	}
	done := make(chan error, 2)
	if f.admin != "" {
		admin, err := net.Listen("tcp", f.admin)
		if err != nil {
			return usagef("--admin %s: %w", f.admin, err)
		}
		fmt.Fprintf(w.stderr, "admin handler: http://%s\n", admin.Addr())
		go func() { done <- provider.Serve(c.Context(), admin, server.Admin(), options.Logger) }()
	}
	fmt.Fprintf(w.stdout, "http://%s%s %s\n", listener.Addr(), strings.TrimRight(options.BasePath, "/"), token)
	go func() { done <- provider.Serve(c.Context(), listener, server, options.Logger) }()
	if err := <-done; err != nil {
		return exitError{exitIncomplete, err}
	}
	return nil
}

// options turns the flags into the provider's options and the token to use.
func (f serveFlags) options(w world) (provider.Options, string, error) {
	token := rand.Text()
	if f.tokenEnv != "" {
		if token = w.env(f.tokenEnv); token == "" {
			return provider.Options{}, "", usagef("--token-env: the environment variable %s is not set", f.tokenEnv)
		}
	}
	// A revoked token is rotated away to this one after the start.
	first := token
	if f.revokedTokenEnv != "" {
		if first = w.env(f.revokedTokenEnv); first == "" {
			return provider.Options{}, "", usagef("--revoked-token-env: the environment variable %s is not set",
				f.revokedTokenEnv)
		}
	}
	tokens := []provider.Token{{Secret: first, Tenant: "first"}}
	if f.otherTokenEnv != "" {
		other := w.env(f.otherTokenEnv)
		if other == "" {
			return provider.Options{}, "", usagef("--other-tenant-token-env: the environment variable %s is not set",
				f.otherTokenEnv)
		}
		tokens = append(tokens, provider.Token{Secret: other, Tenant: "second"})
	}
	app := profile.Default()
	if f.profile != "" {
		var err error
		if app, err = profile.Load(f.profile); err != nil {
			return provider.Options{}, "", exitError{exitUsage, err}
		}
	}
	options := providerOptions(app, tokens)
	options.BasePath, options.Seed = f.basePath, f.seed
	if f.seats > 0 {
		options.SeatLimit = f.seats
	}
	if f.localAdmin != "" {
		options.LocalAdmin = f.localAdmin
	}
	if !f.quiet {
		options.Logger = slog.New(slog.NewTextHandler(w.stderr, nil))
	}
	return options, token, f.addRoles(&options)
}

func (f serveFlags) addRoles(options *provider.Options) error {
	if len(f.roles) == 0 && f.defaultRole == "" {
		return nil
	}
	roles := &provider.RoleMap{Attribute: f.roleAttribute, Default: first(f.defaultRole, "Viewer")}
	for _, pair := range f.roles {
		group, role, ok := strings.Cut(pair, "=")
		if !ok || group == "" || role == "" {
			return usagef("--role %q: want GROUP=ROLE, for instance --role 'oktascim admins=Admin'", pair)
		}
		roles.Groups = append(roles.Groups, provider.GroupRole{Group: strings.TrimSpace(group),
			Role: strings.TrimSpace(role)})
	}
	options.Roles = roles
	return nil
}

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
	options := providerOptions(s.Profile, []provider.Token{{Secret: revoked, Tenant: "first"},
		{Secret: other, Tenant: "second"}})
	options.Storage, options.Access = storage, true
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

	withoutAccess(s)
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
	options.Access = p.Access != nil
	if p.HasAction(profile.Entitlements) {
		options.Entitlements = provider.Entitlements()
	}
	if p.Seats != nil {
		options.SeatLimit = p.Seats.Limit
	}
	return options
}
