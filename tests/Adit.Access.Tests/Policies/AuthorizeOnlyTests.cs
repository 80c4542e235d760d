using System.Text;
using Adit.Access.Accounts;
using Adit.Access.Decisions;
using Adit.Access.Policies;
using Adit.Access.Sealing;
using Adit.Access.Tests.Accounting;
using Adit.Access.Tests.Accounts;
using Adit.Protocols.Eap;
using Adit.Protocols.Ppp;
using Adit.Protocols.Radius;

namespace Adit.Access.Tests.Policies;

/// <summary>A session that is open is authorized anew: nobody proves anything, and policies look at how it was proved.</summary>
public sealed class AuthorizeOnlyTests : IDisposable
{
    private const string Password = "clientPass1";

    private readonly VirtualTime _time = new();
    private readonly InMemoryAccountStore _store = new();
    private readonly AccountService _accounts;
    private readonly BuiltInAuthority _builtIn;
    private readonly EncodedAuthority _authority;
    private PolicySet _policies = PolicySet.Default;

    public AuthorizeOnlyTests()
    {
        var sealer = new SecretSealer(new byte[SecretSealer.KeyLength]);
        _accounts = new AccountService(_store, sealer, _time);
        _builtIn = new BuiltInAuthority(_store, new InMemorySessionStore(), sealer, () => new AccessOptions { MaxFailures = 1 }, _time);
        _authority = new EncodedAuthority(new PolicyAuthority(_builtIn, () => _policies, _time));
    }

    public void Dispose() => _builtIn.Dispose();

    [Fact]
    public async Task Who_is_in_gets_the_settings_of_the_policies_in_force_now()
    {
        await AddAliceAsync();
        _policies = Network(new NetworkPolicy { Name = "All", SessionTimeout = TimeSpan.FromHours(1), Class = "now" });

        var accept = Assert.IsType<AccessReply.Accept>(await AskAsync(PppMethod.MsChapV2));

        Assert.Equal((TimeSpan.FromHours(1), "now", false), (accept.SessionTimeout, Encoding.UTF8.GetString(accept.Classes[0].Span), accept.Keys.AreGenerated));
    }

    [Theory]
    [InlineData(PppMethod.MsChapV2, EapType.None, AccessReason.None)]
    [InlineData(PppMethod.Pap, EapType.None, AccessReason.MethodNotAllowed)]
    [InlineData(PppMethod.Eap, (EapType)25, AccessReason.MethodNotAllowed)]
    public async Task A_policy_judges_by_how_the_user_signed_in(PppMethod method, EapType eap, AccessReason reason)
    {
        await AddAliceAsync();
        _policies = Network(new NetworkPolicy
        {
            Name = "All", Constraints = [new Constraint(new Condition.Authentication("authenticationMethods", [AuthenticationType.MsChapV2]), AccessReason.MethodNotAllowed)],
        });

        Assert.Equal(reason, ReasonOf(await AskAsync(method, eap)));
    }

    [Fact]
    public async Task Who_was_disabled_meanwhile_is_refused()
    {
        await AddAliceAsync();
        await _accounts.DisableAsync("alice", "root", default);

        Assert.Equal(AccessReason.AccountDisabled, ReasonOf(await AskAsync(PppMethod.MsChapV2)));
    }

    [Fact]
    public async Task Who_has_no_account_any_more_is_refused() => Assert.Equal(AccessReason.NoSuchUser, ReasonOf(await AskAsync(PppMethod.MsChapV2)));

    [Fact]
    public async Task Somebody_elses_wrong_passwords_end_no_session()
    {
        await AddAliceAsync();
        await _authority.DecideAsync(RequestOf(new AccessCredentials.Pap("alice", "wrong"u8.ToArray())), CancellationToken.None);
        Assert.Equal(AccessReason.AccountLocked, ReasonOf(await _authority.DecideAsync(
            RequestOf(new AccessCredentials.Pap("alice", Encoding.UTF8.GetBytes(Password))), CancellationToken.None)));

        Assert.Equal(AccessReason.None, ReasonOf(await AskAsync(PppMethod.MsChapV2)));
    }

    private static AccessReason ReasonOf(AccessReply reply) => (reply as AccessReply.Reject)?.Reason ?? AccessReason.None;

    private static PolicySet Network(params NetworkPolicy[] policies) => PolicySet.Default with { Network = policies };

    private static AccessRequest RequestOf(AccessCredentials credentials) => new(credentials, "s-1", "gw", "192.0.2.1", null);

    private async Task AddAliceAsync() => Assert.Null(await _accounts.AddAsync("alice", PasswordKind.NtHash, Password, null, null, "root", default));

    private ValueTask<AccessReply> AskAsync(PppMethod method, EapType eap = EapType.None) => _authority.DecideAsync(
        RequestOf(new AccessCredentials.AuthorizeOnly("alice", new byte[] { 1 }, method, eap)) with
        {
            Attributes = AccessAttributes.OfTunnel with { ServiceType = AccessCredentials.AuthorizeOnly.ServiceType },
        },
        CancellationToken.None);
}
