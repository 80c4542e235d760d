using Adit.Server.Service;

namespace Adit.Server.Tests.Service;

public sealed class JournalStreamTests
{
    [Theory]
    [InlineData("8:4711", "socket:[4711]", true)]
    [InlineData("8:4711", "socket:[4712]", false)]
    [InlineData("8:4711", "/dev/pts/4711", false)] // a shell of a desktop that systemd has started
    [InlineData("4711", "socket:[4711]", false)]
    [InlineData(null, "socket:[4711]", false)]
    [InlineData("8:4711", null, false)]
    public void Only_the_very_socket_that_systemd_names_is_the_journal(string? stream, string? output, bool isJournal) =>
        Assert.Equal(isJournal, JournalStream.Has(stream, output));
}
