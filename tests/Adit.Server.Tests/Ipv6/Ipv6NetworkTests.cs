using Adit.Server.Configuration;
using Adit.Server.Hosting;
using Adit.Server.Ipv6;

namespace Adit.Server.Tests.Ipv6;

public sealed class Ipv6NetworkTests
{
    [Fact]
    public void What_is_demanded_and_cannot_be_stops_the_start()
    {
        var refused = Assert.Throws<StartupException>(() => Ipv6Network.RefuseImpossible(new ServerConfiguration { Ipv6 = Ipv6Mode.On, Mtu = 1279 }));

        Assert.Contains("'mtu' of 1280", refused.Message, StringComparison.Ordinal);
        Ipv6Network.RefuseImpossible(new ServerConfiguration { Ipv6 = Ipv6Mode.Auto, Mtu = 1279 });
    }
}
