using Adit.Access.Tests;
using Adit.Protocols.Ip;
using Adit.Server.Addresses;
using Adit.Server.Network;
using Microsoft.Extensions.Logging.Abstractions;

namespace Adit.Server.Tests.Network;

public sealed class AddressPresenceTests
{
    [Fact]
    public async Task An_address_that_the_kernel_leads_nowhere_is_a_failure_with_its_code_and_the_kernels_words()
    {
        using var presence = new AddressPresence("adit-nothing", [], answers: true, new VirtualTime(), NullLogger.Instance);

        var failure = await presence.AppearAsync(new Ipv4Address(0xc0000209), CancellationToken.None); // 192.0.2.9, of no network

        var refused = Assert.IsType<AddressFailure.NotRouted>(failure);
        Assert.Equal(("ADDR-105", "192.0.2.9"), (refused.Code, refused.Address));
        Assert.Contains("adit-nothing", refused.Reason, StringComparison.Ordinal);
    }
}
