using System.CommandLine;

namespace Adit.Cli.Tests;

public sealed class NewPasswordOptionsTests
{
    private readonly List<string> _asked = [];

    [Fact]
    public void A_person_is_asked_twice_and_only_when_the_password_has_expired()
    {
        var choose = Read("New-pässw0rd", "New-pässw0rd");
        Assert.Empty(_asked);

        Assert.Equal("New-pässw0rd", choose!());
        Assert.Equal(["The password has expired. New password: ", "Once more: "], _asked);
    }

    [Fact]
    public void Two_that_differ_change_nothing() => Assert.Null(Read("New-pässw0rd", "New-passw0rd")!());

    private Func<string?>? Read(params string[] answers)
    {
        var left = new Queue<string>(answers);
        using var nothing = new StringReader("");
        var terminal = new Terminal(nothing, TextWriter.Null, TextWriter.Null, IsOutputForEyes: false, ReadSecret: question =>
        {
            _asked.Add(question);
            return left.Dequeue();
        });
        var options = new NewPasswordOptions();
        var command = new Command("connect");
        options.AddTo(command);
        return options.Read(command.Parse(["--change-password"]), terminal);
    }
}
