using Adit.Server.Hosting;
using Adit.Server.Ipv6;
using Adit.Server.Tests.Control;

namespace Adit.Server.Tests.Ipv6;

public sealed class UniqueLocalPrefixTests : IDisposable
{
    private readonly TemporaryDirectory _state = new();

    public void Dispose() => _state.Dispose();

    [Fact]
    public void The_first_start_makes_a_random_prefix_and_the_next_ones_keep_it()
    {
        var made = UniqueLocalPrefix.OpenOrCreate(_state.Path);

        Assert.Equal(48, made.Length);
        Assert.Equal(0xfdu, made.Address.Network >> 56);
        Assert.Equal(made, UniqueLocalPrefix.OpenOrCreate(_state.Path));
        File.Delete(Path.Combine(_state.Path, UniqueLocalPrefix.FileName));
        Assert.NotEqual(made, UniqueLocalPrefix.OpenOrCreate(_state.Path));
    }

    [Theory]
    [InlineData("")]
    [InlineData("fd12:3456:789a::/56")]
    [InlineData("2001:db8::/48")]
    public void A_damaged_file_stops_the_start_and_is_left_as_it_is(string content)
    {
        var file = Path.Combine(_state.Path, UniqueLocalPrefix.FileName);
        File.WriteAllText(file, content);

        Assert.Contains("is damaged", Assert.Throws<StartupException>(() => UniqueLocalPrefix.OpenOrCreate(_state.Path)).Message, StringComparison.Ordinal);
        Assert.Equal(content, File.ReadAllText(file));
    }
}
