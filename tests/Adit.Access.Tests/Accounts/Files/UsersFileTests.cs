using System.Text;
using Adit.Access.Accounts;
using Adit.Access.Accounts.Files;
using Adit.Access.Decisions;
using Adit.Access.Policies;
using Adit.Access.Sealing;
using Adit.Access.Tests.Accounting;
using Adit.Protocols.Ip;
using Adit.Protocols.Ip.Filtering;
using Adit.Protocols.Radius;

namespace Adit.Access.Tests.Accounts.Files;

public sealed class UsersFileTests
{
    private static readonly SecretSealer Sealer = new(new byte[SecretSealer.KeyLength]);
    private static readonly DateTimeOffset Now = new(2026, 3, 1, 12, 0, 0, TimeSpan.Zero);

    private static readonly PacketFilter StandardFilter =
        new(PacketDirection.In, IsIpv6: false, DropsOthers: true, [new PacketRule((IpProtocol)6, PacketRule.AnyIpv4, null, PacketRule.AnyIpv4, 443)]);

    private static readonly NamedFilters Filters = new(new Dictionary<string, IReadOnlyList<PacketFilter>> { ["std"] = [StandardFilter] });

    private const string File = """
        # who may enter
        alice   Cleartext-Password := "correct \"horse\"", Adit-Group += staff, Adit-Group += "vpn users"   # a comment
                Framed-IP-Address = 10.0.0.9,
                Session-Timeout := 3600,
                Class = "vpn",
                Fall-Through = Yes

        "Bob"   NT-Password := 0x8846F7EAEE8FB117AD06BDD830B7586C, Login-Time := 'mon-fri 08:00-18:00'
                Framed-Route += "10.9.0.0/16 0.0.0.0 1",
                Framed-IPv6-Route += fd00:9::/48

        carol   Auth-Type := Reject

        dave    Calling-Station-Id == 192.0.2.0/24, Cleartext-Password := x
                Fall-Through = Yes
        DEFAULT
                Session-Timeout = 60,
                Idle-Timeout = 30,
                Framed-Protocol = PPP
        """;

    [Fact]
    public void Accounts_have_what_is_checked_and_replied()
    {
        var accounts = Read(File);

        var alice = accounts["alice"];
        Assert.Equal((PasswordKind.Reversible, "staff,vpn users", "10.0.0.9"), (alice.PasswordKind, $"{alice.Groups}", $"{alice.Address}"));
        Assert.Equal((TimeSpan.FromHours(1), TimeSpan.FromSeconds(30), "vpn"), (alice.SessionTimeout, alice.IdleTimeout, Encoding.UTF8.GetString(alice.Class.Span)));
        var bob = accounts["bob"];
        Assert.Equal((PasswordKind.NtHash, "mon-fri 08:00-18:00", "10.9.0.0/16,fd00:9::/48"), (bob.PasswordKind, $"{bob.Hours}", $"{bob.Routes}"));
        Assert.Null(bob.IdleTimeout); // it does not fall through
        Assert.Equal(DialInPermission.Deny, accounts["carol"].Permission);
        Assert.Equal(("192.0.2.0/24", TimeSpan.FromSeconds(60)), ($"{accounts["dave"].CallerId}", accounts["dave"].SessionTimeout));
        Assert.Equal(4, accounts.Count);
    }

    [Fact]
    public void What_is_replied_of_sessions_stands_in_the_place_of_what_policies_say()
    {
        var account = Read("""
            alice Cleartext-Password := secret
                Framed-Pool = guests, Framed-MTU = 1300, Port-Limit = 2, Acct-Interim-Interval = 300,
                MS-Secondary-DNS-Server = 10.0.0.2, MS-Primary-DNS-Server = 10.0.0.1, Reply-Message = "Welcome, Alice",
                WISPr-Bandwidth-Max-Up = 2000000, WISPr-Bandwidth-Max-Down = 20000000
            """)["alice"];

        var settings = new SessionSettings { Pool = "staff", Mtu = 1400, EncryptionPolicy = 1 }.With(account.Settings);

        Assert.Equal(("guests", 1300u, 2u, TimeSpan.FromMinutes(5), 1u), (settings.Pool, settings.Mtu, settings.SessionsPerUser, settings.InterimInterval, settings.EncryptionPolicy));
        Assert.Equal(["10.0.0.1", "10.0.0.2"], settings.Dns.Select(server => server.ToString()));
        Assert.Equal("Welcome, Alice", account.ReplyMessage);
        Assert.Equal((2_000_000u, 20_000_000u), (settings.UploadRate, settings.DownloadRate));
    }

    [Theory]
    [InlineData("Framed-Pool = \"\"")]
    [InlineData("Framed-MTU = 100")]
    [InlineData("Port-Limit = 0")]
    [InlineData("Acct-Interim-Interval = 5")]
    [InlineData("MS-Primary-DNS-Server = elsewhere")]
    [InlineData("Reply-Message = \"\"")]
    [InlineData("Filter-Id = nowhere")]
    [InlineData("Filter-Id = std.out")]
    [InlineData("Filter-Id = std.in, Filter-Id += std")]
    public void What_could_not_be_followed_is_a_fault(string reply) => Assert.False(
        UsersFileReader.TryRead($"alice Cleartext-Password := secret\n  {reply}\n", Sealer, Filters, Now, out _, out _));

    [Theory]
    [InlineData("Filter-Id = std")]
    [InlineData("Filter-Id := std.in")]
    public void A_filter_is_named_as_a_whole_or_by_its_direction(string reply)
    {
        var account = Read($"alice Cleartext-Password := secret\n  {reply}\n")["alice"];

        Assert.Equal([StandardFilter], new SessionSettings().With(account.Settings).Filters);
    }

    [Fact]
    public void Every_line_with_a_fault_is_told_of_in_order()
    {
        const string text = """
            alice Cleartext-Password := secret
                Filter-Id = nowhere,
                Class = "not closed,
                Session-Timeout = 0
            a/b   Cleartext-Password := x, Nobody-Knows := 1
            carol Secret := x, Login-Time := never
                Idle-Timeout = soon
            dave  Cleartext-Password := right
            DEFAULT
                Framed-MTU = 1
            """;

        Assert.False(UsersFileReader.TryRead(text, Sealer, Filters, Now, out _, out var faults));

        Assert.Equal([(2, 5), (3, 13), (5, 1), (6, 7), (6, 20), (7, 5), (10, 5)], faults.Select(fault => (fault.Line, fault.Column)));
    }

    [Fact]
    public void A_file_of_faults_alone_is_told_of_a_hundred_times() => Assert.Equal(
        100, UsersFileReader.TryRead(string.Concat(Enumerable.Repeat("alice Secret := x\n", 1000)), Sealer, Filters, Now, out _, out var faults) ? 0 : faults.Count);

    [Fact]
    public void The_example_of_the_page_for_operators_is_one()
    {
        var page = System.IO.File.ReadLines(Path.GetFullPath("../../../../docs/operate/accounts.md", AppContext.BaseDirectory.TrimEnd('/')));
        var example = page.SkipWhile(line => !line.StartsWith("    # check items", StringComparison.Ordinal)).TakeWhile(line => line.StartsWith("    ", StringComparison.Ordinal));

        Assert.Equal(["bert", "cleo", "doug"], Read(string.Join('\n', example.Select(line => line[4..]))).Keys.Order(StringComparer.Ordinal));
    }

    [Fact]
    public void A_default_before_a_name_that_does_not_fall_through_hides_it()
    {
        var accounts = Read("DEFAULT Auth-Type := Reject\nalice Cleartext-Password := secret\n");

        Assert.Equal(DialInPermission.Deny, accounts["alice"].Permission);
    }

    [Theory]
    [InlineData("alice", "correct \"horse\"", AccessReason.None)]
    [InlineData("alice", "correct horse", AccessReason.WrongCredentials)]
    [InlineData("bob", "password", AccessReason.LogonHours)] // a Sunday
    [InlineData("bob", "Password", AccessReason.WrongCredentials)]
    [InlineData("carol", "anything", AccessReason.WrongCredentials)]
    [InlineData("dave", "x", AccessReason.CallingStationMismatch)]
    [InlineData("DEFAULT", "x", AccessReason.NoSuchUser)]
    public async Task Log_ins_are_judged_by_the_file(string name, string password, AccessReason reason)
    {
        using var authority = AuthorityOver(new UsersFileAccounts(Read(File)));

        var reply = await DecideAsync(authority, name, password);

        Assert.Equal(reason, reply is AccessReply.Reject reject ? reject.Reason : AccessReason.None);
        if (reply is AccessReply.Accept accept)
            Assert.Equal((TimeSpan.FromHours(1), TimeSpan.FromSeconds(30), "vpn"), (accept.SessionTimeout, accept.IdleTimeout, Encoding.UTF8.GetString(accept.Classes[0].Span)));
    }

    [Theory]
    [InlineData("alice Cleartext-Password \"x\"", 1, 26)]
    [InlineData("alice Cleartext-Password := \"x", 1, 29)]
    [InlineData("alice Cleartext-Password := x, NT-Password == 0x00", 1, 32)]
    [InlineData("alice NT-Password := 0x00", 1, 7)]
    [InlineData("alice Cleartext-Password := x Class = y", 1, 31)]
    [InlineData("alice Secret := x", 1, 7)]
    [InlineData("alice Auth-Type := Accept", 1, 7)]
    [InlineData("a/b Cleartext-Password := x", 1, 1)]
    [InlineData("alice Cleartext-Password := x\n  Filter-Id = f", 2, 3)]
    [InlineData("alice Cleartext-Password := x\n  Framed-IP-Address = 127.0.0.1", 2, 3)]
    [InlineData("alice Cleartext-Password := x\n  Session-Timeout = 0", 2, 3)]
    [InlineData("alice Cleartext-Password := x\n  Class = a\n  Class = b", 3, 1)]
    [InlineData("alice Cleartext-Password := x\n  Class = a,\nbob Cleartext-Password := x", 3, 1)]
    [InlineData("alice Cleartext-Password := x\n  Class = a,\n", 3, 1)]
    [InlineData("  Class = a", 1, 1)]
    [InlineData("DEFAULT Cleartext-Password := x", 1, 9)]
    public void A_fault_is_told_with_its_place_and_without_a_value(string text, int line, int column)
    {
        Assert.False(UsersFileReader.TryRead(text, Sealer, Filters, Now, out _, out var faults));

        Assert.Equal((line, column), (faults[0].Line, faults[0].Column));
    }

    [Fact]
    public void What_is_read_prints_no_password()
    {
        Assert.True(UsersFileParser.TryParse("alice Cleartext-Password := hunter2x", out var entries, out _));

        Assert.DoesNotContain("hunter2x", $"{entries[0]} {entries[0].Checks[0]}", StringComparison.Ordinal);
        Assert.False(UsersFileReader.TryRead("alice NT-Password := hunter2x", Sealer, Filters, Now, out _, out var faults));
        Assert.DoesNotContain("hunter2x", faults[0].ToString(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Wrong_passwords_lock_and_a_reload_forgives_nothing()
    {
        var file = new UsersFileAccounts(Read("alice Cleartext-Password := secret\n"));
        using var authority = AuthorityOver(file);
        for (var i = 0; i < 5; i++)
            await DecideAsync(authority, "alice", "wrong");

        file.Replace(Read("alice Cleartext-Password := secret\n"));

        Assert.Equal(AccessReason.AccountLocked, Assert.IsType<AccessReply.Reject>(await DecideAsync(authority, "alice", "secret")).Reason);
        Assert.True(AccountName.TryParse("alice", out var alice) && file.Unlock(alice));
        Assert.IsType<AccessReply.Accept>(await DecideAsync(authority, "alice", "secret"));
    }

    [Fact]
    public async Task The_first_source_that_has_a_name_decides()
    {
        var (first, second) = (new UsersFileAccounts(Read("alice Cleartext-Password := one\n")),
            new UsersFileAccounts(Read("alice Cleartext-Password := two\nbob Cleartext-Password := three\n")));
        using var authority = AuthorityOver(new OrderedAccounts(() => [first, second]));

        Assert.IsType<AccessReply.Accept>(await DecideAsync(authority, "alice", "one"));
        Assert.Equal(AccessReason.WrongCredentials, Assert.IsType<AccessReply.Reject>(await DecideAsync(authority, "alice", "two")).Reason);
        Assert.IsType<AccessReply.Accept>(await DecideAsync(authority, "bob", "three"));
        Assert.Equal(AccessReason.NoSuchUser, Assert.IsType<AccessReply.Reject>(await DecideAsync(authority, "eve", "three")).Reason);
    }

    private static IReadOnlyDictionary<string, Account> Read(string text) =>
        UsersFileReader.TryRead(text, Sealer, Filters, Now, out var accounts, out var faults) ? accounts : throw new FormatException(string.Join('\n', faults));

    private static BuiltInAuthority AuthorityOver(IAccountSource accounts) =>
        new(accounts, new InMemorySessionStore(), Sealer, () => new AccessOptions(), new VirtualTime());

    private static ValueTask<AccessReply> DecideAsync(BuiltInAuthority authority, string name, string password) => authority.DecideAsync(
        new AccessRequest(new AccessCredentials.Pap(name, Encoding.UTF8.GetBytes(password)), "s-1", "gw", "203.0.113.7", CorrelationId: null), default);
}
