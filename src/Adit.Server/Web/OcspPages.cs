using System.Buffers.Text;
using System.Globalization;
using Adit.Certificates.Revocation.Ocsp;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.Features;
using Microsoft.AspNetCore.Routing;

namespace Adit.Server.Web;

/// <summary>OCSP over HTTP (RFC 6960 appendix A, RFC 5019 §5): POST, and GET with the request as base64 in the path.</summary>
internal static class OcspPages
{
    /// <summary>Where it is answered.</summary>
    public const string Path = "/ocsp";

    private const string AnswerType = "application/ocsp-response";

    /// <summary>Base64 takes four characters for three bytes, and each may be escaped.</summary>
    private const int MaxTargetLength = OcspRequest.MaxLength;

    public static void Map(IEndpointRouteBuilder endpoints, OcspResponder responder)
    {
        endpoints.MapPost(Path, async context => await AnswerAsync(context, responder, await ReadBodyAsync(context), mayCache: false));
        endpoints.MapGet(Path + "/{**request}", async context => await AnswerAsync(context, responder, ReadTarget(context), mayCache: true));
    }

    private static async Task AnswerAsync(HttpContext context, OcspResponder responder, byte[]? request, bool mayCache)
    {
        if (request is null)
        {
            context.Response.StatusCode = StatusCodes.Status400BadRequest;
            return;
        }

        var answer = await responder.AnswerAsync(request, context.RequestAborted);
        context.Response.ContentType = AnswerType;
        context.Response.ContentLength = answer.Length;
        context.Response.Headers.CacheControl = mayCache
            ? string.Create(CultureInfo.InvariantCulture, $"max-age={(int)OcspResponder.Reuse.TotalSeconds}, public, no-transform, must-revalidate")
            : "no-store";
        await context.Response.Body.WriteAsync(answer, context.RequestAborted);
    }

    /// <summary>The body; null where it is longer than a request may be.</summary>
    private static async Task<byte[]?> ReadBodyAsync(HttpContext context)
    {
        context.Features.Get<IHttpMaxRequestBodySizeFeature>()!.MaxRequestBodySize = OcspRequest.MaxLength;
        var body = new byte[OcspRequest.MaxLength];
        try
        {
            var length = await context.Request.Body.ReadAtLeastAsync(body, body.Length, throwOnEndOfStream: false, context.RequestAborted);
            return body[..length];
        }
        catch (BadHttpRequestException)
        {
            return null;
        }
    }

    /// <summary>What stands behind the path, which may hold slashes, escaped or not; null where it is no base64.</summary>
    private static byte[]? ReadTarget(HttpContext context)
    {
        var target = context.Features.GetRequiredFeature<IHttpRequestFeature>().RawTarget;
        if (target.Length > MaxTargetLength || !target.StartsWith(Path + "/", StringComparison.Ordinal))
            return null;

        var text = Uri.UnescapeDataString(target[(Path.Length + 1)..]);
        return Base64.IsValid(text) ? Convert.FromBase64String(text) : null;
    }
}
