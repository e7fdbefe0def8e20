using static TorchSharp.torch;

namespace Masking.Policies.Tests;

internal static class Weights
{
    /// <summary>Draws every parameter anew.</summary>
    public static void Randomise(nn.Module module, int seed)
    {
        using IDisposable frozen = no_grad();
        manual_seed(seed);
        foreach ((_, TorchSharp.Modules.Parameter parameter) in module.named_parameters())
        {
            nn.init.normal_(parameter, 0, 0.4);
        }
    }
}
