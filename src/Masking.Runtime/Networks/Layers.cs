using TorchSharp;
using TorchSharp.Modules;
using static TorchSharp.torch;

namespace Masking.Networks;

/// <summary>
/// Layers with the initialisation that policy gradients train best with: orthogonal weights, biases of zero.
/// </summary>
/// <remarks>Andrychowicz et al. 2021, "What Matters for On-Policy Deep Actor-Critic Methods?".</remarks>
internal static class Layers
{
    /// <summary>The gain in front of a rectifier.</summary>
    public static readonly double Hidden = Math.Sqrt(2);

    /// <summary>The gain of action logits: small, so that a new policy is close to uniform over what is legal.</summary>
    public const double Logits = 0.01;

    /// <summary>The gain of an output that is used as it is.</summary>
    public const double Output = 1;

    public static Linear Dense(long inputs, long outputs, double gain, bool bias = true)
    {
        Linear layer = nn.Linear(inputs, outputs, bias);
        Initialise(layer.weight, layer.bias, gain);
        return layer;
    }

    /// <summary>
    /// The layers of several gates side by side, each of them orthogonal by itself: its norm is then that of a layer of its own.
    /// </summary>
    public static Linear Gates(long inputs, int width, int gates, bool bias = true)
    {
        Linear layer = nn.Linear(inputs, (long)width * gates, bias);
        using DisposeScope scope = NewDisposeScope();
        for (int gate = 0; gate < gates; gate++)
        {
            Initialise(layer.weight.narrow(0, (long)gate * width, width), layer.bias, Output);
        }

        return layer;
    }

    public static Conv2d Convolution(long channels, long filters, long kernel, double gain)
    {
        // TorchSharp's constructor leaves a tensor behind.
        using DisposeScope scope = NewDisposeScope();
        Conv2d layer = nn.Conv2d(channels, filters, kernel, padding: kernel / 2);
        Initialise(layer.weight, layer.bias, gain);
        scope.MoveToOuter(layer.weight, layer.bias!);
        return layer;
    }

    public static void Initialise(Tensor weight, Tensor? bias, double gain)
    {
        using IDisposable frozen = no_grad();
        using DisposeScope scope = NewDisposeScope();
        nn.init.orthogonal_(weight, gain);
        if (bias is not null)
        {
            nn.init.zeros_(bias);
        }
    }
}
