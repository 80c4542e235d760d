using System.Net;

namespace Adit.Client.Tests;

public sealed class NameServersTests : IDisposable
{
    private const string Former = "# mine\nnameserver 192.0.2.1\nsearch example.org"; // without a line end
    private const string Device = "adit-none";

    private readonly string _file = Path.GetTempFileName();

    public NameServersTests() => File.WriteAllText(_file, Former);

    public void Dispose() => File.Delete(_file);

    [Fact]
    public void The_file_names_the_servers_of_the_connection_alone()
    {
        using var servers = Set(Device);

        Assert.Equal(["nameserver 10.0.0.1", "nameserver 10.0.0.2"], File.ReadLines(_file).Where(line => !line.StartsWith('#')));
    }

    [Theory]
    [InlineData(Former)]
    [InlineData("")]
    [InlineData("nameserver 192.0.2.1\n\n")]
    public void Its_former_content_comes_back_to_the_byte(string former)
    {
        File.WriteAllText(_file, former);

        Set(Device)?.Dispose();

        Assert.Equal(former, File.ReadAllText(_file));
    }

    [Fact]
    public void What_somebody_else_has_written_since_stays()
    {
        var servers = Set(Device);
        File.WriteAllText(_file, "nameserver 192.0.2.9\n");

        servers?.Dispose();

        Assert.Equal("nameserver 192.0.2.9\n", File.ReadAllText(_file));
    }

    [Fact]
    public void After_a_connection_that_was_killed_the_content_before_it_comes_back()
    {
        _ = Set(Device);

        Set("adit-none2")?.Dispose();

        Assert.Equal(Former, File.ReadAllText(_file));
    }

    [Fact]
    public void The_file_of_another_connection_that_is_up_is_left_alone()
    {
        File.WriteAllText(_file, new ResolverFile("lo", [IPAddress.Loopback], null, Former).Write());

        Assert.Throws<IOException>(() => Set(Device));
    }

    [Fact]
    public void A_domain_that_comes_later_is_searched_in_and_the_former_content_comes_back_all_the_same()
    {
        var first = Set(Device);
        var second = Set(Device, "corp.example");

        Assert.Contains("search corp.example", File.ReadLines(_file));
        second?.Dispose();
        first?.Dispose();
        Assert.Equal(Former, File.ReadAllText(_file));
    }

    [Fact]
    public void The_file_is_left_alone_where_the_servers_are_for_one_domain_only()
    {
        Assert.Throws<IOException>(() => NameServers.Set(Device, [IPAddress.Loopback], "corp.example", forAll: false, _file));
        Assert.Equal(Former, File.ReadAllText(_file));
    }

    private NameServers? Set(string device, string? suffix = null) =>
        NameServers.Set(device, [IPAddress.Parse("10.0.0.1"), IPAddress.Parse("10.0.0.2")], suffix, forAll: true, _file);
}
