# A base like distroless' nodejs24, for where no image can be pulled: base-image.mjs puts rootfs.tar together.
FROM scratch
ADD rootfs.tar /
ENV PATH=/nodejs/bin:/usr/local/bin:/usr/bin:/bin
ENV SSL_CERT_FILE=/etc/ssl/certs/ca-certificates.crt
USER 65532:65532
WORKDIR /home/nonroot
ENTRYPOINT ["/nodejs/bin/node"]
