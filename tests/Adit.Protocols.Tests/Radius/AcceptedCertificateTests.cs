using Adit.Protocols.Crypto;
using Adit.Protocols.Radius;

namespace Adit.Protocols.Tests.Radius;

public sealed class AcceptedCertificateTests
{
    [Theory]
    [InlineData(null)]
    [InlineData("AB12")]
    public void The_gateway_learns_which_certificate_was_signed_in_with(string? fingerprint)
    {
        var accept = new AccessReply.Accept("anna", 0, null, SessionKeys.NotGenerated) { Certificate = fingerprint };

        Assert.True(AccessReply.TryParse(accept.ToBytes(), out var read));
        Assert.Equal(fingerprint, Assert.IsType<AccessReply.Accept>(read).Certificate);
    }
}
