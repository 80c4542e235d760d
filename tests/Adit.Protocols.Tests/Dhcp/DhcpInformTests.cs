using Adit.Protocols.Dhcp;
using Adit.Protocols.Ip;
using Adit.Protocols.Tests.Ppp;

namespace Adit.Protocols.Tests.Dhcp;

public sealed class DhcpInformTests
{
    private static readonly Ipv4Address _address = new(0x0a530002), _server = new(0x0a530001);
    private static readonly DhcpInformAnswer _answer = new()
    {
        Server = _server,
        Routes = [new(new(0x0a000000), 8), new(new(0xac100000), 12)],
        NameServers = [new(0x0a000035)],
        Domain = "corp.example",
    };

    [Fact]
    public void The_two_roles_understand_each_other()
    {
        var inform = Ask();
        Assert.True(inform.TryTransmit(out var question));
        Assert.Equal((DhcpMessageType.Inform, _address), (question.Type!.Value, question.ClientAddress));
        Assert.Equal([UserClass.RemoteAccess], UserClass.Parse(question.Options.Find(DhcpOptionCode.UserClass)!.Value.Span));

        var answer = _answer.To(question, out var leftOut);

        Assert.False(leftOut);
        Assert.True(inform.HandleMessage(answer));
        Assert.Equal(["10.0.0.0/8", "172.16.0.0/12"], inform.Answer!.FindRoutes()!.Select(route => route.Network.ToString()));
        Assert.All(inform.Answer!.FindRoutes()!, route => Assert.Equal(_server, route.Router));
        Assert.Equal([new Ipv4Address(0x0a000035)], inform.Answer.FindAddresses(DhcpOptionCode.DomainNameServer));
        Assert.Equal("corp.example", inform.Answer.FindText(DhcpOptionCode.DomainName));
        Assert.Equal(new Ipv4Address(uint.MaxValue), inform.Answer.FindAddress(DhcpOptionCode.SubnetMask));
        Assert.Equal(
            inform.Answer.Find(DhcpOptionCode.ClasslessRoutes)!.Value.ToArray(),
            inform.Answer.Find(DhcpOptionCode.MicrosoftClasslessRoutes)!.Value.ToArray());
        Assert.Null(inform.NextDeadline);
    }

    [Fact]
    public void A_server_that_never_answers_is_asked_four_times_ever_more_slowly()
    {
        var inform = Ask();
        var (now, sent, waits) = (Moment.Start, 0, new List<double>());
        while (inform.NextDeadline is { } deadline)
        {
            sent += inform.TryTransmit(out _) ? 1 : 0;
            Assert.False(inform.TryTransmit(out _));
            waits.Add((deadline - now).TotalSeconds);
            inform.HandleTimeout(now = deadline);
        }

        Assert.Equal(DhcpInform.MaxTries, sent);
        Assert.Equal([1, 2, 4, 8], waits);
        Assert.Null(inform.Answer);
    }

    [Fact]
    public void Only_an_answer_to_our_question_counts()
    {
        var inform = Ask();
        inform.TryTransmit(out var question);
        var answer = _answer.To(question, out _);

        Assert.False(inform.HandleMessage(answer with { TransactionId = answer.TransactionId + 1 }));
        Assert.False(inform.HandleMessage(answer with { Op = DhcpOp.BootRequest }));
        Assert.False(inform.HandleMessage(answer with { Options = [] }));
        Assert.NotNull(inform.NextDeadline);
    }

    [Fact]
    public void A_client_that_lists_what_it_wants_gets_that_and_no_more()
    {
        var answer = _answer.To(Question([(byte)DhcpOptionCode.MicrosoftClasslessRoutes, (byte)DhcpOptionCode.DomainName]), out _);

        Assert.Equal(
            [DhcpOptionCode.MessageType, DhcpOptionCode.ServerIdentifier, DhcpOptionCode.DomainName, DhcpOptionCode.MicrosoftClasslessRoutes],
            answer.Options.Select(option => option.Code));
    }

    [Fact]
    public void A_client_that_lists_nothing_gets_everything()
    {
        var answer = _answer.To(Question(wanted: null), out _);

        Assert.Equal([53, 54, 1, 121, 6, 15, 249], answer.Options.Select(option => (int)option.Code));
    }

    [Fact]
    public void Where_there_is_nothing_to_tell_nothing_is_told()
    {
        var answer = new DhcpInformAnswer { Server = _server }.To(Question(wanted: null), out _);

        Assert.Equal([53, 54, 1], answer.Options.Select(option => (int)option.Code));
    }

    [Fact]
    public void Routes_that_do_not_fit_are_left_out_whole_and_this_is_said()
    {
        var tight = _answer with { Routes = [.. Enumerable.Range(0, 60).Select(i => new Ipv4Network(new((uint)i), 32))], MaxLength = 600 };

        var answer = tight.To(Question(wanted: null), out var leftOut);

        Assert.True(leftOut);
        Assert.Null(answer.Options.FindRoutes());
        Assert.Equal("corp.example", answer.Options.FindText(DhcpOptionCode.DomainName));
        Assert.InRange(answer.Length, 300, 600);
    }

    [Fact]
    public void Sixty_routes_fit_into_the_default_packet()
    {
        var wide = _answer with { Routes = [.. Enumerable.Range(0, 60).Select(i => new Ipv4Network(new((uint)i), 32))] };

        var answer = wide.To(Question(wanted: null), out var leftOut);

        Assert.False(leftOut);
        Assert.Equal(60, answer.Options.FindRoutes()!.Count);
    }

    [Fact]
    public void The_client_identifier_is_repeated()
    {
        var question = Question(wanted: null);
        question.Options.Add(DhcpOptionCode.ClientIdentifier, new byte[] { 1, 2, 3 });

        Assert.Equal(new byte[] { 1, 2, 3 }, _answer.To(question, out _).Options.Find(DhcpOptionCode.ClientIdentifier)!.Value.ToArray());
    }

    private static DhcpInform Ask() => new(_address, TimeSpan.FromSeconds(1), new SeededRandom(1), Moment.Start);

    private static DhcpMessage Question(byte[]? wanted)
    {
        var question = new DhcpMessage(DhcpOp.BootRequest, 7) { ClientAddress = _address, Options = new DhcpOptionSet { DhcpMessageType.Inform } };
        if (wanted is not null)
            question.Options.Add(DhcpOptionCode.ParameterRequestList, wanted);
        return question;
    }
}
