using Adit.Access.Decisions;
using Adit.Protocols.Calls;
using Adit.Protocols.Radius;
using Adit.Server.Tests.Support;

namespace Adit.Server.Tests.Sessions;

public sealed class CertificateTests
{
    [Fact]
    public async Task A_session_ends_with_the_certificate_that_it_was_signed_in_with()
    {
        await using var server = await TestServer.StartAsync();
        server.Sessions.Services = server.Sessions.Services! with { Authority = new Certified(server.Sessions.Services.Authority) };
        await using var call = await ScriptedCall.OpenAsync(server);
        var reason = new CallFailure.DisconnectedByAdministrator("test");

        Assert.Equal((0, 1), (server.Sessions.EndOfCertificates("CD34".Equals, reason), server.Sessions.EndOfCertificates("AB12".Equals, reason)));
    }

    /// <summary>Says of whomever it lets in that they showed a certificate.</summary>
    private sealed class Certified(IAuthority inner) : IAuthority
    {
        public async ValueTask<AccessReply> DecideAsync(AccessRequest request, CancellationToken cancellationToken) =>
            await inner.DecideAsync(request, cancellationToken) is AccessReply.Accept accept
                ? accept with { Certificate = "AB12" }
                : throw new InvalidOperationException("They are to be let in.");

        public ValueTask AccountAsync(AccountingRequest request, CancellationToken cancellationToken) =>
            inner.AccountAsync(request, cancellationToken);
    }
}
