using System.Net;
using System.Net.Sockets;
using Adit.Certificates.Revocation;

namespace Adit.Certificates.Fetching;

/// <summary>
/// Gets lists and answers by plain HTTP, and by nothing else: https would need the check that it is to serve, and a file or a directory
/// inside is nobody's to name. Time, length and redirects are bounded; nothing of ours is sent along, and no cookie or connection is kept.
/// </summary>
public sealed class HttpFetcher : IRevocationFetcher
{
    private const int MaxHeaderKilobytes = 16;
    private const int MaxAddressLength = 2048;

    private readonly FetchLimits _limits;

    /// <summary>A fetcher with these limits.</summary>
    public HttpFetcher(FetchLimits limits)
    {
        ArgumentNullException.ThrowIfNull(limits);
        _limits = limits;
    }

    /// <summary>What an address in a certificate must be, for anybody to fetch it before there is trust.</summary>
    /// <returns>What is wrong with it, as a sentence; null where it can be fetched.</returns>
    public static string? ProblemOf(string address) =>
        address.Length > MaxAddressLength || !Uri.TryCreate(address, UriKind.Absolute, out var uri) || uri.Host.Length == 0 && uri.Scheme == Uri.UriSchemeHttp
            ? "It is no address that could be fetched."
            : ProblemOf(uri);

    /// <inheritdoc/>
    public async Task<Fetched> FetchAsync(FetchRequest request, CancellationToken cancellation)
    {
        ArgumentNullException.ThrowIfNull(request);
        if (ProblemOf(request.Address) is { } wrong)
            return new(null, wrong);

        using var patience = CancellationTokenSource.CreateLinkedTokenSource(cancellation);
        patience.CancelAfter(_limits.Time);
        try
        {
            return await FollowAsync(request, new Uri(request.Address), patience.Token);
        }
        catch (OperationCanceledException)
        {
            cancellation.ThrowIfCancellationRequested();
            return new(null, $"It did not answer in full within {_limits.Time.TotalSeconds:0.#} s.");
        }
        catch (Exception e) when (e is HttpRequestException or IOException or SocketException)
        {
            return new(null, WordsOf(e));
        }
    }

    private static string? ProblemOf(Uri uri) => uri switch
    {
        { Scheme: "https" } => "It is https, whose own certificate would have to be checked first: publish it by plain http.",
        { Scheme: not "http" } => $"It is {uri.Scheme}, and only http is fetched.",
        { UserInfo.Length: > 0 } => "It holds a user name.",
        _ => null,
    };

    private SocketsHttpHandler NewHandler() => new()
    {
        AllowAutoRedirect = false,
        AutomaticDecompression = DecompressionMethods.None,
        MaxResponseHeadersLength = MaxHeaderKilobytes,
        Proxy = _limits.Proxy,
        UseCookies = false,
        UseProxy = _limits.Proxy is not null,
    };

    private async Task<Fetched> FollowAsync(FetchRequest request, Uri address, CancellationToken patience)
    {
        using var http = new HttpMessageInvoker(NewHandler());
        for (var redirects = 0; ; redirects++)
        {
            using var message = MessageOf(request, address);
            using var response = await http.SendAsync(message, patience);
            if (!IsRedirect(response.StatusCode))
                return await ReadAsync(response, request.MaxLength, patience);
            if (redirects == _limits.Redirects)
                return new(null, $"It sends us on more than {_limits.Redirects} times.");
            if (response.Headers.Location is not { } location || !Uri.TryCreate(address, location, out var next) || ProblemOf(next) is not null)
                return new(null, "It sends us on to where we do not go.");

            address = next;
        }
    }

    private static bool IsRedirect(HttpStatusCode status) => status
        is HttpStatusCode.MovedPermanently or HttpStatusCode.Found or HttpStatusCode.TemporaryRedirect or HttpStatusCode.PermanentRedirect;

    private static HttpRequestMessage MessageOf(FetchRequest request, Uri address)
    {
        var message = new HttpRequestMessage(request.Body is null ? HttpMethod.Get : HttpMethod.Post, address);
        if (request.Body is { } body)
        {
            message.Content = new ReadOnlyMemoryContent(body);
            message.Content.Headers.TryAddWithoutValidation("Content-Type", request.ContentType);
        }

        return message;
    }

    private static async Task<Fetched> ReadAsync(HttpResponseMessage response, int maxLength, CancellationToken patience)
    {
        if (response.StatusCode is not HttpStatusCode.OK)
            return new(null, $"It answers {(int)response.StatusCode}.");
        if (response.Content.Headers.ContentLength > maxLength)
            return new(null, $"It is longer than {maxLength} bytes.");

        using var body = new MemoryStream();
        await using var stream = await response.Content.ReadAsStreamAsync(patience);
        var buffer = new byte[16 * 1024];
        while (await stream.ReadAsync(buffer, patience) is var read and > 0)
        {
            if (body.Length + read > maxLength)
                return new(null, $"It is longer than {maxLength} bytes.");
            body.Write(buffer, 0, read);
        }

        return new(body.ToArray(), null);
    }

    private static string WordsOf(Exception e) => e switch
    {
        HttpRequestException { HttpRequestError: HttpRequestError.NameResolutionError } => "Its name has no address.",
        HttpRequestException { InnerException: SocketException inner } => inner.Message + ".",
        HttpRequestException { HttpRequestError: HttpRequestError.ConfigurationLimitExceeded } => "Its answer's header is too long.",
        HttpRequestException { HttpRequestError: not HttpRequestError.Unknown and var error } => $"It could not be asked: {error}.",
        _ => "It broke off.",
    };
}
