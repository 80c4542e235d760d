using System.Net;

namespace Adit.Client.Tests;

public sealed class SystemdResolvedTests
{
    private static readonly IPAddress[] _servers = [IPAddress.Parse("10.0.0.53")];

    [Fact]
    public void A_tunnel_for_everything_is_asked_for_every_name_and_searched_in()
    {
        Assert.Equal(
            ["dns adit0 10.0.0.53", "domain adit0 ~. corp.example", "default-route adit0 true"],
            CommandsFor("corp.example", forAll: true));
    }

    [Fact]
    public void A_tunnel_for_some_networks_is_asked_for_the_names_of_its_domain_alone()
    {
        Assert.Equal(
            ["dns adit0 10.0.0.53", "domain adit0 corp.example", "default-route adit0 false"],
            CommandsFor("corp.example", forAll: false));
    }

    private static IEnumerable<string> CommandsFor(string? suffix, bool forAll) =>
        SystemdResolved.CommandsFor("adit0", _servers, suffix, forAll).Select(arguments => string.Join(' ', arguments));
}
