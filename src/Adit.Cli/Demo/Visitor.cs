using System.Diagnostics;
using System.Globalization;
using System.Net.Sockets;
using System.Security.Cryptography;

namespace Adit.Cli.Demo;

/// <summary>The person at the client's computer: does an errand for each line of input, and answers with one line.</summary>
internal static class Visitor
{
    public const string OpenPage = "page";
    public const string OpenPage6 = "page6";
    public const string ReadNotices = "notices";
    public const string Knock = "knock";
    public const string FetchFile = "fetch";
    public const string SendFile = "send";

    /// <summary>Enough for the file on a slow machine, and not for ever where packets are lost.</summary>
    private static readonly TimeSpan TimeForErrand = TimeSpan.FromSeconds(60);

    private static readonly TimeSpan TimeToKnock = TimeSpan.FromSeconds(2);

    /// <summary>Serves until its input ends.</summary>
    public static async Task<int> RunAsync(Terminal terminal, CancellationToken cancellation)
    {
        using var handler = new SocketsHttpHandler { UseProxy = false, ConnectTimeout = TimeSpan.FromSeconds(5), PooledConnectionLifetime = TimeSpan.Zero };
        using var http = new HttpClient(handler) { BaseAddress = DemoAddresses.SiteUri, Timeout = TimeForErrand };
        while (await terminal.Input.ReadLineAsync(cancellation) is { } errand)
        {
            await terminal.Output.WriteLineAsync((await DoAsync(http, errand, cancellation)).Write());
            await terminal.Output.FlushAsync(cancellation);
        }

        return ExitCode.Done;
    }

    private static async Task<VisitorAnswer> DoAsync(HttpClient http, string errand, CancellationToken cancellation)
    {
        try
        {
            return errand switch
            {
                OpenPage => await OpenPageAsync(http, DemoAddresses.SiteUri, IntranetSite.Page, cancellation),
                OpenPage6 => await OpenPageAsync(http, DemoAddresses.SiteUri6, IntranetSite.Page, cancellation),
                ReadNotices => await OpenPageAsync(http, DemoAddresses.NoticesUri, IntranetSite.Notices, cancellation),
                Knock => await KnockAsync(http, cancellation),
                FetchFile => await FetchFileAsync(http, cancellation),
                _ => await SendFileAsync(http, cancellation),
            };
        }
        catch (Exception exception) when (exception is HttpRequestException or IOException
            || (exception is OperationCanceledException && !cancellation.IsCancellationRequested))
        {
            return new VisitorAnswer(false, (exception.InnerException as SocketException ?? exception).Message);
        }
    }

    private static async Task<VisitorAnswer> OpenPageAsync(HttpClient http, Uri uri, string expected, CancellationToken cancellation)
    {
        var page = await http.GetStringAsync(uri, cancellation);
        return new VisitorAnswer(page == expected, $"{uri} shows: {page.TrimEnd()}");
    }

    /// <summary>The page once more, for one who is not expected to get it: a filter answers nothing, and that is not waited for as long.</summary>
    private static async Task<VisitorAnswer> KnockAsync(HttpClient http, CancellationToken cancellation)
    {
        using var patience = CancellationTokenSource.CreateLinkedTokenSource(cancellation);
        patience.CancelAfter(TimeToKnock);
        try
        {
            return await OpenPageAsync(http, DemoAddresses.SiteUri, IntranetSite.Page, patience.Token);
        }
        catch (OperationCanceledException) when (!cancellation.IsCancellationRequested)
        {
            return new VisitorAnswer(false, "no answer");
        }
    }

    private static async Task<VisitorAnswer> FetchFileAsync(HttpClient http, CancellationToken cancellation)
    {
        var clock = Stopwatch.StartNew();
        await using var file = await http.GetStreamAsync("file", cancellation);
        var got = Convert.ToHexString(await SHA256.HashDataAsync(file, cancellation));
        return Compare("fetched", clock.Elapsed, got, await http.GetStringAsync("file.sha256", cancellation));
    }

    private static async Task<VisitorAnswer> SendFileAsync(HttpClient http, CancellationToken cancellation)
    {
        var file = RandomNumberGenerator.GetBytes(IntranetSite.FileLength);
        var clock = Stopwatch.StartNew();
        using var content = new ByteArrayContent(file);
        using var answer = await http.PostAsync("file", content, cancellation);
        return Compare("sent", clock.Elapsed, Convert.ToHexString(SHA256.HashData(file)), await answer.Content.ReadAsStringAsync(cancellation));
    }

    private static VisitorAnswer Compare(string what, TimeSpan duration, string here, string there)
    {
        var megabits = 8e-6 * IntranetSite.FileLength / duration.TotalSeconds;
        return here == there
            ? new VisitorAnswer(true, string.Create(CultureInfo.InvariantCulture,
                $"{IntranetSite.FileLength / 1_000_000} MB {what} at {megabits:0} Mbit/s, SHA-256 {here[..16]}… at both ends"))
            : new VisitorAnswer(false, $"What was {what} is not the same at both ends: {here} here, {there} there");
    }
}
