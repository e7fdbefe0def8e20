using TorchSharp;
using TorchSharp.Modules;
using static TorchSharp.torch;

namespace Masking.Networks;

/// <summary>
/// Creates layers with orthogonal weights and biases of zero, the usual initialization for policy gradients.
/// </summary>
/// <remarks>Andrychowicz et al. 2021, "What Matters for On-Policy Deep Actor-Critic Methods? A Large-Scale Study".</remarks>
internal static class Layers
{
    /// <summary>The gain of a layer before a ReLU.</summary>
    public static readonly double Hidden = Math.Sqrt(2);

    /// <summary>The gain of action logits. It is small, so that a new policy is close to uniform over the legal choices.</summary>
    public const double Logits = 0.01;

    /// <summary>The gain of an output without an activation function.</summary>
    public const double Output = 1;

    /// <summary>Creates a dense layer.</summary>
    public static Linear Dense(long inputs, long outputs, double gain, bool bias = true)
    {
        Linear layer = nn.Linear(inputs, outputs, bias);
        Initialize(layer.weight, layer.bias, gain);
        return layer;
    }

    /// <summary>
    /// Creates the layers of several gates as one dense layer. Each gate is initialized on its own, so that its weights have the same norm
    /// as those of a separate layer.
    /// </summary>
    public static Linear Gates(long inputs, int width, int gates, bool bias = true)
    {
        Linear layer = nn.Linear(inputs, (long)width * gates, bias);
        using DisposeScope scope = NewDisposeScope();
        for (int gate = 0; gate < gates; gate++)
        {
            Initialize(layer.weight.narrow(0, (long)gate * width, width), layer.bias, Output);
        }

        return layer;
    }

    /// <summary>Creates a convolution with a square kernel that keeps the size of maps.</summary>
    public static Conv2d Convolution(long channels, long filters, long kernel, double gain)
    {
        // The constructor of TorchSharp does not dispose one of its intermediate tensors.
        using DisposeScope scope = NewDisposeScope();
        Conv2d layer = nn.Conv2d(channels, filters, kernel, padding: kernel / 2);
        Initialize(layer.weight, layer.bias, gain);
        scope.MoveToOuter(layer.weight, layer.bias!);
        return layer;
    }

    /// <summary>Initializes weights orthogonally with a gain, and biases with zeros.</summary>
    public static void Initialize(Tensor weight, Tensor? bias, double gain)
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
